def positions_projected(submission, attention, pieces):
    """How many positions went through k_proj and v_proj in a prefill of the first piece and a step for each other."""
    counts = {"k_proj": 0, "v_proj": 0}

    def watch(name):
        def count(projection, inputs, output):
            counts[name] += inputs[0].numel() // inputs[0].shape[-1]

        return getattr(attention, name).register_forward_hook(count)

    hooks = [watch(name) for name in counts]
    first, *others = pieces
    attention.prefill(first)
    for piece in others:
        attention.step(piece)
    for hook in hooks:
        hook.remove()
    return counts

import torch


def decode(submission, attention, x, prompt):
    """What a prefill of the first `prompt` positions returns, and then a step for each of the others."""
    with torch.no_grad():
        return [attention.prefill(x[:, :prompt]), *(attention.step(x[:, i : i + 1]) for i in range(prompt, x.shape[1]))]


def positions_projected(submission, attention, x, prompt):
    """How many positions go through k_proj and v_proj in `decode`."""
    counts = {"k_proj": 0, "v_proj": 0}

    def watch(name):
        def count(projection, inputs, output):
            counts[name] += inputs[0].numel() // inputs[0].shape[-1]

        return getattr(attention, name).register_forward_hook(count)

    hooks = [watch(name) for name in counts]
    decode(submission, attention, x, prompt)
    for hook in hooks:
        hook.remove()
    return counts

import torch


def sequence_logps(logits, tokens, mask):
    sums = []
    for b in range(logits.shape[0]):
        total = logits[b].sum() * 0
        for t in range(1, logits.shape[1]):
            if mask[b, t]:
                row = logits[b, t - 1]
                total = total + row[tokens[b, t]] - torch.logsumexp(row, 0)
        sums.append(total)
    return torch.stack(sums)


def dpo_loss(policy_chosen, policy_rejected, reference_chosen, reference_rejected, beta=0.1):
    with torch.no_grad():
        before = reference_chosen - reference_rejected
    m = beta * (policy_chosen - policy_rejected - before)
    return torch.logaddexp(torch.zeros_like(m), -m).sum() / len(m)

import torch
import torch.nn.functional as F


def sequence_logps(logits, tokens, mask):
    rows, places = torch.nonzero(mask[:, 1:], as_tuple=True)
    picked = logits[rows, places]
    log_p = picked[torch.arange(len(rows)), tokens[rows, places + 1]] - picked.logsumexp(dim=1)
    return torch.zeros(logits.shape[0], dtype=logits.dtype).index_add(0, rows, log_p)


def dpo_loss(policy_chosen, policy_rejected, reference_chosen, reference_rejected, beta=0.1):
    m = beta * ((policy_chosen - reference_chosen.detach()) - (policy_rejected - reference_rejected.detach()))
    return F.binary_cross_entropy_with_logits(m, torch.ones_like(m))

"""PyTorch Modules of attention as people write them: other names, one array for Q, K and V."""

import math

import pytest

from parity.checking.judging.judge import check_object

pytestmark = pytest.mark.torch


def judged(module, concept="multi_head_attention"):
    return check_object(
        module, concept, label=module.__name__, namespace={}, mapping={}, causes=False
    )


def with_linear_layers(scaled_by_all=False):
    """Return a Module with four linear layers under names of its own, dropout and a mask."""
    import torch
    from torch import nn

    class Attention(nn.Module):
        def __init__(self, d_model, num_heads):
            super().__init__()
            self.h, self.d = num_heads, d_model // num_heads
            self.q_linear, self.k_linear = nn.Linear(d_model, d_model), nn.Linear(d_model, d_model)
            self.v_linear, self.fc = nn.Linear(d_model, d_model), nn.Linear(d_model, d_model)
            self.dropout = nn.Dropout(0.1)

        def heads(self, x):
            return x.unflatten(2, (self.h, self.d)).transpose(1, 2)

        def forward(self, q, k, v, mask=None):
            q, k = self.heads(self.q_linear(q)), self.heads(self.k_linear(k))
            v = self.heads(self.v_linear(v))
            d = self.h * self.d if scaled_by_all else self.d
            scores = q @ k.mT / math.sqrt(d)
            if mask is not None:
                scores = scores.masked_fill(mask == 0, -1e9)
            weights = self.dropout(torch.softmax(scores, dim=-1))
            return self.fc((weights @ v).transpose(1, 2).flatten(2))

    return Attention


def of_one_projection():
    """Return a causal Module that takes its sizes in one object, as a GPT's does."""
    import torch
    from torch import nn

    class CausalAttention(nn.Module):
        def __init__(self, config):
            super().__init__()
            self.n_head = config.n_head
            self.c_attn = nn.Linear(config.n_embd, 3 * config.n_embd)
            self.c_proj = nn.Linear(config.n_embd, config.n_embd)
            self.drop = nn.Dropout(config.attn_pdrop)
            late = torch.ones(config.block_size, config.block_size).triu(1).bool()
            self.register_buffer("late", late)

        def forward(self, x):
            T = x.shape[1]
            q, k, v = (
                part.unflatten(2, (self.n_head, -1)).transpose(1, 2)
                for part in self.c_attn(x).chunk(3, dim=2)
            )
            scores = q @ k.mT / math.sqrt(q.shape[-1])
            scores = scores.masked_fill(self.late[:T, :T].bool(), -torch.inf)
            y = self.drop(torch.softmax(scores, dim=-1)) @ v
            return self.c_proj(y.transpose(1, 2).flatten(2))

    return CausalAttention


def weights_first(blocked=True):
    """Return a Module without weights, whose mask is True where it blocks."""
    import torch
    from torch import nn

    class Scaled(nn.Module):
        def forward(self, q, k, v, mask=None):
            scores = q @ k.mT / math.sqrt(q.shape[-1])
            if mask is not None:
                scores = scores.masked_fill(mask.bool() == blocked, -torch.inf)
            weights = torch.softmax(scores, dim=-1)
            return weights, weights @ v

    return Scaled


def test_linear_layers_under_other_names_are_found():
    report = judged(with_linear_layers())
    assert report.verdict == "agrees", str(report)
    assert "no digit" not in str(report)


def test_a_module_with_the_wrong_scale_differs():
    report = judged(with_linear_layers(scaled_by_all=True))
    assert report.verdict == "differs", str(report)


def test_one_projection_for_all_three_and_sizes_in_one_object():
    report = judged(of_one_projection())
    assert report.verdict == "agrees", str(report)
    assert [told.name for told in report.conventions] == ["causal_inside"]


@pytest.mark.parametrize(("blocked", "told"), [(True, ["mask_blocks"]), (False, [])])
def test_the_masks_side_is_told_and_the_output_found_behind_the_weights(blocked, told):
    report = judged(weights_first(blocked), "scaled_dot_product_attention")
    assert report.verdict == "agrees", str(report)
    assert [convention.name for convention in report.conventions] == told

# Kernels of package org.sdptbench.glip.text. See package org.sdptbench.glip.tensor.

# [B, n, h*d] -> [B, h, n, d]
def split_heads(self, x: Tensor, heads: int) -> Tensor:
  d = torch.floordiv(torch.size(x, 2), heads)
  return torch.transpose(torch.reshape(x, [torch.size(x, 0), torch.size(x, 1), heads, d]), 1, 2)

# [B, h, n, d] -> [B, n, h*d]
def merge_heads(self, x: Tensor) -> Tensor:
  return torch.flatten(torch.transpose(x, 1, 2), 2, 3)

# Sum of word, position and type 0 embeddings of ids [B, L]. The padding token's, 0, gets no gradient.
def bert_embeddings(self, words: Tensor, positions: Tensor, types: Tensor, ids: Tensor) -> Tensor:
  p = torch.narrow(positions, 0, 0, torch.size(ids, 1))
  return torch.add(torch.add(torch.embedding(words, ids, 0), torch.narrow(types, 0, 0, 1)), p)

# Self-attention of q, k, v [B, L, d] with mask [B, L]: masked keys get -10000 added. Scores are
# clamped to [-limit, limit] before that, weights dropped after it.
def bert_attention(self, q: Tensor, k: Tensor, v: Tensor, mask: Tensor, heads: int, scale: float, limit: float, rate: float, key: List[int]) -> Tensor:
  q0 = self.split_heads(torch.mul(q, scale), heads)
  k0 = self.split_heads(k, heads)
  v0 = self.split_heads(v, heads)
  scores = torch.matmul(q0, torch.transpose(k0, 2, 3))
  a = self.limited(scores, limit)
  m = torch.mul(torch.rsub(torch.to(mask, a), 1.0), -10000.0)
  p = torch.softmax(torch.add(a, torch.unsqueeze(torch.unsqueeze(m, 1), 1)), 3)
  y = torch.matmul(self.dropout(p, rate, key), v0)
  return self.merge_heads(y)

# GELU of clamped values. GLIP clamps once more; but GELU is never further from 0 than its argument.
def bert_activation(self, x: Tensor, limit: float) -> Tensor:
  return torch.gelu(self.limited(x, limit))

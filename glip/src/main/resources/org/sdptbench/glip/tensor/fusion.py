# Kernels of package org.sdptbench.glip.fusion. See package org.sdptbench.glip.tensor.

# One score matrix [B, h, N, L] serves both directions. Returns image-to-text and text-to-image
# attention, both as [B, h, N, L]: the first sums to 1 over L, the second over N.
#
# The official code subtracts each row's maximum before the second softmax and clamps again. A
# softmax does not see a constant, and exp of less than -50000 is 0 either way: values and gradients
# are the same without.
def cross_attention_maps(self, q: Tensor, k: Tensor, mask: Tensor, heads: int, limit: float) -> List[Tensor]:
  q0 = self.split_heads(q, heads)
  k0 = self.split_heads(k, heads)
  a = torch.clamp(torch.matmul(q0, torch.transpose(k0, 2, 3)), -limit, limit)
  m = torch.masked_fill(torch.to(mask, a), torch.eq(mask, 0), -9e15)
  m0 = torch.unsqueeze(torch.unsqueeze(m, 1), 1)
  return [torch.softmax(torch.add(a, m0), 3), torch.softmax(a, 2)]

# q [B, N', E], k and mask [B, L', ...], values [B, N'', E] and [B, L'', E] with N <= N'' <= N' and
# L <= L'' <= L'. Attention to positions without a value is dropped after the softmax. Returns what
# the first N image and the first L text positions receive: [B, N, E], [B, L, E].
def cross_attention(self, q: Tensor, k: Tensor, values_v: Tensor, values_l: Tensor, mask: Tensor, heads: int, limit: float, n: int, l: int) -> List[Tensor]:
  to_text, to_image = self.cross_attention_maps(q, k, mask, heads, limit)
  p_v = torch.narrow(torch.narrow(to_text, 2, 0, n), 3, 0, torch.size(values_l, 1))
  p_l = torch.narrow(torch.narrow(to_image, 2, 0, torch.size(values_v, 1)), 3, 0, l)
  v_l = self.split_heads(values_l, heads)
  v_v = self.split_heads(values_v, heads)
  y_v = torch.matmul(p_v, v_l)
  y_l = torch.matmul(torch.transpose(p_l, 2, 3), v_v)
  return [self.merge_heads(y_v), self.merge_heads(y_l)]

# x + gamma * delta
def scaled_residual(self, x: Tensor, gamma: Tensor, delta: Tensor) -> Tensor:
  return torch.addcmul(x, gamma, delta)

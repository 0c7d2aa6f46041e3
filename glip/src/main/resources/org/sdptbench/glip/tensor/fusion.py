# Kernels of package org.sdptbench.glip.fusion. See package org.sdptbench.glip.tensor.

# One score matrix [B, h, N, L] serves both directions. Returns image-to-text and text-to-image
# attention, both as [B, h, N, L]: the first sums to 1 over L, the second over N.
#
# The official code subtracts each row's maximum before the second softmax and clamps again. A
# softmax does not see a constant, and exp of less than -50000 is 0 either way: values and gradients
# are the same without.
def cross_attention_maps(self, q: Tensor, k: Tensor, mask: Tensor, heads: int, limit: float, half: bool) -> List[Tensor]:
  q0 = self.factor(self.split_heads(q, heads), half)
  k0 = self.factor(self.split_heads(k, heads), half)
  a = self.wide(torch.matmul(q0, torch.transpose(k0, 2, 3)), q, half)
  a = torch.clamp(a, -limit, limit)
  m = torch.masked_fill(torch.to(mask, a), torch.eq(mask, 0), -9e15)
  m0 = torch.unsqueeze(torch.unsqueeze(m, 1), 1)
  return [torch.softmax(torch.add(a, m0), 3), torch.softmax(a, 2)]

# q [B, N', E], k and mask [B, L', ...], values [B, N'', E] and [B, L'', E] with N <= N'' <= N' and
# L <= L'' <= L'. Attention to positions without a value is cut off after the softmax and after what
# training drops of either map, at one rate. Returns what the first N image and the first L text
# positions receive: [B, N, E], [B, L, E].
def cross_attention(self, q: Tensor, k: Tensor, values_v: Tensor, values_l: Tensor, mask: Tensor, heads: int, limit: float, n: int, l: int, rate: float, text_key: List[int], image_key: List[int], half: bool) -> List[Tensor]:
  to_text, to_image = self.cross_attention_maps(q, k, mask, heads, limit, half)
  to_text = self.dropout(to_text, rate, text_key)
  to_image = self.dropout(to_image, rate, image_key)
  p_v = torch.narrow(torch.narrow(to_text, 2, 0, n), 3, 0, torch.size(values_l, 1))
  p_l = torch.narrow(torch.narrow(to_image, 2, 0, torch.size(values_v, 1)), 3, 0, l)
  v_l = self.factor(self.split_heads(values_l, heads), half)
  v_v = self.factor(self.split_heads(values_v, heads), half)
  y_v = torch.matmul(self.factor(p_v, half), v_l)
  y_l = torch.matmul(self.factor(torch.transpose(p_l, 2, 3), half), v_v)
  return [self.wide(self.merge_heads(y_v), q, half), self.wide(self.merge_heads(y_l), q, half)]

# The same two answers by another order of the products: no projection is ever applied to the long
# image sequence x [B, N, v]. Scores are x (W_q^T k), what the image receives is p (v W_o^T), what the
# text receives (p x) W_v^T, with W_q, W_v [E, v] and W_o [v, E] cut into heads. Prompts of the
# text's, keys_p and values_p [1 or B, k, E], are asked by the image only; the image's, x_p
# [1 or B, k, v], by the text only; lists of one or none. Keys come scaled. mask [B, L + k].
# Returns the projected [B, N, v], and [B, L, E] that is not projected yet.
def cross_attention_associated(self, x: Tensor, x_p: List[Tensor], keys: Tensor, keys_p: List[Tensor], values: Tensor, values_p: List[Tensor], mask: Tensor, query: List[Tensor], value: List[Tensor], out: List[Tensor], heads: int, limit: float, half: bool) -> List[Tensor]:
  b = torch.size(x, 0)
  v = torch.size(x, 2)
  # Each key of each head as a direction in the image's space, and the query's bias as its offset.
  w_q = torch.cat([query[0], torch.unsqueeze(query[1], 1)], 1)
  g_l = self.through_heads(keys, w_q, heads)
  # What a value adds to the image.
  w_o = torch.transpose(out[0], 0, 1)
  u = self.through_heads(values, w_o, heads)
  g = g_l
  if torch.len(keys_p) > 0:
    g_p = self.through_heads(keys_p[0], w_q, heads)
    g = torch.cat([g_l, torch.expand(g_p, [b, -1, -1, -1])], 2)
    u_p = self.through_heads(values_p[0], w_o, heads)
    u = torch.cat([u, torch.expand(u_p, [b, -1, -1, -1])], 2)
  x_all = x
  if torch.len(x_p) > 0:
    x_all = torch.cat([x, torch.expand(x_p[0], [b, -1, -1])], 1)
  bound = limit
  if self.within(self.largest_score(x_all, g), limit):
    bound = 0.0
  y_v = self.image_asks(x, g, u, mask, out[1], bound, half)
  z = self.text_asks(x_all, g_l, bound, half)
  d = torch.floordiv(torch.size(keys, 2), heads)
  w_v = torch.transpose(torch.reshape(value[0], [heads, d, v]), 1, 2)
  z = torch.reshape(torch.permute(z, [1, 0, 2, 3]), [heads, -1, v])
  # The weights sum to 1, so that the bias arrives whole.
  y_l = torch.baddbmm(torch.reshape(value[1], [heads, 1, d]), z, w_v)
  y_l = torch.permute(torch.reshape(y_l, [heads, b, -1, d]), [1, 2, 0, 3])
  return [y_v, torch.flatten(y_l, 2, 3)]

# Rows [B, n, E] times each head's part of a matrix [E, w]: [B, h, n, w].
def through_heads(self, rows: Tensor, matrix: Tensor, heads: int) -> Tensor:
  b = torch.size(rows, 0)
  d = torch.floordiv(torch.size(rows, 2), heads)
  w = torch.size(matrix, 1)
  parts = torch.permute(torch.reshape(rows, [-1, heads, d]), [1, 0, 2])
  y = torch.bmm(parts, torch.reshape(matrix, [heads, d, w]))
  return torch.permute(torch.reshape(y, [heads, b, -1, w]), [1, 0, 2, 3])

# No score x g + c of rows x and directions with offsets [g, c] is larger than this, by their norms.
def largest_score(self, x: Tensor, g: Tensor) -> Tensor:
  v = torch.size(x, 2)
  directions = torch.narrow(torch.detach(g), 3, 0, v)
  offsets = torch.narrow(torch.detach(g), 3, v, 1)
  longest = torch.max(torch.norm(torch.detach(x), 2, [2]))
  return torch.add(torch.mul(longest, torch.max(torch.norm(directions, 2, [3]))), torch.max(torch.abs(offsets)))

# Softmax over the keys of each head: x [B, N, v], g [B, h, L, v + 1], u [B, h, L, v] -> [B, N, v].
# Scores are clamped to [-limit, limit], unless that is 0. Some images at a time, so that what the
# softmax reads and writes stays in the processor's cache.
def image_asks(self, x: Tensor, g: Tensor, u: Tensor, mask: Tensor, bias: Tensor, limit: float, half: bool) -> Tensor:
  b = torch.size(x, 0)
  v = torch.size(x, 2)
  h = torch.size(g, 1)
  l = torch.size(g, 2)
  # A constant for all visible keys does not matter to the softmax: 0 stands in for GLIP's 1.
  hidden = torch.masked_fill(torch.zeros_like(torch.to(mask, x)), torch.eq(mask, 0), -9e15)
  hidden = torch.reshape(hidden, [b, 1, l, 1])
  rows = g
  if limit == 0.0:
    rows = torch.add(g, torch.constant_pad_nd(hidden, [v, 0], 0.0))
  # A last column of ones takes the offset along.
  ones = self.factor(torch.constant_pad_nd(x, [0, 1], 1.0), half)
  directions = torch.transpose(torch.reshape(self.factor(rows, half), [b, h * l, v + 1]), 1, 2)
  values = torch.reshape(self.factor(u, half), [b, h * l, v])
  count = torch.floordiv(524288, torch.size(x, 1) * h * l)
  if count < 1:
    count = 1
  xs = self.parts(ones, count, 0)
  gs = self.parts(directions, count, 0)
  us = self.parts(values, count, 0)
  hs = self.parts(hidden, count, 0)
  answers = annotate(List[Tensor], [])
  for i in range(torch.len(xs)):
    r = torch.append(answers, self.image_receives(xs[i], gs[i], us[i], hs[i], limit, half))
  return torch.add(self.wide(self.whole(answers, 0), x, half), bias)

# The same of images together: x [B, N, v + 1], g [B, v + 1, h L], u [B, h L, v], hidden [B, 1, L, 1].
# Some positions at a time where there are very many: what comes before a softmax then takes little.
def image_receives(self, x: Tensor, g: Tensor, u: Tensor, hidden: Tensor, limit: float, half: bool) -> Tensor:
  l = torch.size(hidden, 2)
  xs = self.parts(x, self.at_once(torch.size(g, 0) * torch.size(g, 2)), 1)
  answers = annotate(List[Tensor], [])
  for i in range(torch.len(xs)):
    a = self.wide(torch.bmm(xs[i], g), hidden, half)
    a = torch.reshape(a, [torch.size(g, 0), torch.size(xs[i], 1), -1, l])
    if limit != 0.0:
      a = torch.add(torch.clamp(a, -limit, limit), torch.transpose(hidden, 2, 3))
    a = torch.softmax(a, 3)
    r = torch.append(answers, torch.bmm(self.factor(torch.flatten(a, 2, 3), half), u))
  return self.whole(answers, 1)

# Softmax over the image: x [B, N, v], g [B, h, L, v + 1] -> [B, h, L, v]. A limit as above; some
# directions at a time.
def text_asks(self, x: Tensor, g: Tensor, limit: float, half: bool) -> Tensor:
  b = torch.size(x, 0)
  v = torch.size(x, 2)
  h = torch.size(g, 1)
  l = torch.size(g, 2)
  rows = self.parts(torch.reshape(g, [b, h * l, v + 1]), self.at_once(b * torch.size(x, 1)), 1)
  x0 = self.factor(x, half)
  answers = annotate(List[Tensor], [])
  for i in range(torch.len(rows)):
    directions = self.factor(torch.narrow(rows[i], 2, 0, v), half)
    if limit != 0.0:
      offsets = self.factor(torch.narrow(rows[i], 2, v, 1), half)
      a = self.wide(torch.baddbmm(offsets, directions, torch.transpose(x0, 1, 2)), x, half)
      a = torch.clamp(a, -limit, limit)
    else:
      # The offset is the same for all of the image, which this softmax does not see.
      a = self.wide(torch.bmm(directions, torch.transpose(x0, 1, 2)), x, half)
    a = torch.softmax(a, 2)
    r = torch.append(answers, self.wide(torch.bmm(self.factor(a, half), x0), x, half))
  return torch.reshape(self.whole(answers, 1), [b, h, l, v])

# How many of so many values each make four million.
def at_once(self, size: int) -> int:
  count = torch.floordiv(4194304, size)
  if count < 1:
    count = 1
  return count

# x + gamma * delta
def scaled_residual(self, x: Tensor, gamma: Tensor, delta: Tensor) -> Tensor:
  return torch.addcmul(x, gamma, delta)

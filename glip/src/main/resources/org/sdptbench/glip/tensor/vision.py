# Kernels of package org.sdptbench.glip.vision. See package org.sdptbench.glip.tensor.

# Tokens [B, H, W, C] as windows [B * rows * columns, window * window, C]: padded with zeros at the
# bottom and the right to whole windows, then rolled up and left by shift.
def swin_windows(self, x: Tensor, window: int, shift: int) -> Tensor:
  b = torch.size(x, 0)
  h = torch.size(x, 1)
  w = torch.size(x, 2)
  c = torch.size(x, 3)
  rows = torch.floordiv(h + window - 1, window)
  columns = torch.floordiv(w + window - 1, window)
  below = rows * window - h
  right = columns * window - w
  y = x
  if below + right > 0:
    y = torch.constant_pad_nd(y, [0, 0, 0, right, 0, below], 0.0)
  if shift > 0:
    y = torch.roll(y, [-shift, -shift], [1, 2])
  y = torch.reshape(y, [b, rows, window, columns, window, c])
  return torch.reshape(torch.permute(y, [0, 1, 3, 2, 4, 5]), [b * rows * columns, window * window, c])

# Undoes swin_windows and adds the result to x [B, H, W, C].
def swin_add_windows(self, x: Tensor, windows: Tensor, window: int, shift: int) -> Tensor:
  b = torch.size(x, 0)
  h = torch.size(x, 1)
  w = torch.size(x, 2)
  c = torch.size(x, 3)
  rows = torch.floordiv(h + window - 1, window)
  columns = torch.floordiv(w + window - 1, window)
  y = torch.permute(torch.reshape(windows, [b, rows, columns, window, window, c]), [0, 1, 3, 2, 4, 5])
  if shift > 0:
    y = torch.roll(torch.reshape(y, [b, rows * window, columns * window, c]), [shift, shift], [1, 2])
  if rows * window - h + columns * window - w > 0:
    y = torch.reshape(y, [b, rows * window, columns * window, c])
    y = torch.narrow(torch.narrow(y, 1, 0, h), 2, 0, w)
  # Unless shifted or padded, y is still a view in six axes: x is added in them, without a copy.
  sum = torch.add(torch.reshape(x, torch.size(y)), y)
  return torch.reshape(sum, [b, h, w, c])

# Relative position bias [heads, n, n] from its table [(2 * window - 1)^2, heads].
def swin_position_bias(self, table: Tensor, window: int) -> Tensor:
  n = window * window
  a = torch.arange(window, dtype=None, layout=None, device=ops.prim.device(table), pin_memory=None)
  # Offsets between two coordinates, counted from 0: [window, window].
  d = torch.add(torch.sub(torch.unsqueeze(a, 1), torch.unsqueeze(a, 0)), window - 1)
  vertical = torch.reshape(torch.mul(d, 2 * window - 1), [window, 1, window, 1])
  horizontal = torch.reshape(d, [1, window, 1, window])
  index = torch.reshape(torch.add(vertical, horizontal), [n * n])
  bias = torch.reshape(torch.index_select(table, 0, index), [n, n, torch.size(table, 1)])
  return torch.contiguous(torch.permute(bias, [2, 0, 1]))

# What shifted windows add to their scores [rows * columns, n, n]: -100 between tokens that the roll
# brought together from opposite sides of the map. Only the last row and column of windows have such.
def swin_shift_mask(self, like: Tensor, window: int, shift: int, rows: int, columns: int) -> Tensor:
  n = window * window
  place = ops.prim.device(like)
  a = torch.arange(window, dtype=None, layout=None, device=place, pin_memory=None)
  wrapped = torch.ge(a, window - shift)
  apart = torch.ne(torch.unsqueeze(wrapped, 1), torch.unsqueeze(wrapped, 0))
  bottom = torch.eq(torch.arange(rows, dtype=None, layout=None, device=place, pin_memory=None), rows - 1)
  side = torch.eq(torch.arange(columns, dtype=None, layout=None, device=place, pin_memory=None), columns - 1)
  vertical = torch.logical_and(torch.reshape(bottom, [rows, 1, 1, 1, 1, 1]), torch.reshape(apart, [1, 1, window, 1, window, 1]))
  horizontal = torch.logical_and(torch.reshape(side, [1, columns, 1, 1, 1, 1]), torch.reshape(apart, [1, 1, 1, window, 1, window]))
  mask = torch.reshape(torch.logical_or(vertical, horizontal), [rows * columns, n, n])
  return torch.mul(torch.to(mask, like), -100.0)

# Attention within windows: qkv [B * rows * columns, prompts + n, 3 * C] -> [.., prompts + n, C].
# Prompts stand before the window's n tokens and know neither position nor mask.
def swin_attention(self, qkv: Tensor, table: Tensor, window: int, shift: int, rows: int, columns: int, prompts: int, half: bool) -> Tensor:
  heads = torch.size(table, 1)
  windows = torch.size(qkv, 0)
  n = torch.size(qkv, 1)
  c = torch.floordiv(torch.size(qkv, 2), 3)
  d = torch.floordiv(c, heads)
  parts = torch.permute(torch.reshape(qkv, [windows, n, 3, heads, d]), [2, 0, 3, 1, 4])
  q, k, v = torch.unbind(torch.reshape(parts, [3, windows * heads, n, d]))
  q = self.factor(torch.mul(q, torch.pow(float(d), -0.5)), half)
  scores = self.wide(torch.bmm(q, self.factor(torch.transpose(k, 1, 2), half)), qkv, half)
  bias = self.swin_position_bias(table, window)
  if prompts > 0:
    bias = torch.constant_pad_nd(bias, [prompts, 0, prompts, 0], 0.0)
  # In place: the backward pass of a product needs its factors only.
  scores = torch.add_(torch.reshape(scores, [windows, heads, n, n]), bias)
  if shift > 0:
    mask = self.swin_shift_mask(scores, window, shift, rows, columns)
    if prompts > 0:
      mask = torch.constant_pad_nd(mask, [prompts, 0, prompts, 0], 0.0)
    shape = [torch.floordiv(windows, rows * columns), rows * columns, heads, n, n]
    scores = torch.add_(torch.reshape(scores, shape), torch.unsqueeze(mask, 1))
  weights = torch.softmax(torch.reshape(scores, [windows * heads, n, n]), -1)
  y = self.wide(torch.bmm(self.factor(weights, half), self.factor(v, half)), qkv, half)
  y = torch.reshape(y, [windows, heads, n, d])
  return torch.reshape(torch.permute(y, [0, 2, 1, 3]), [windows, n, c])

# Puts the normalised tokens [B, k, C] before every window's [B * count, n, C].
def swin_prepend(self, tokens: Tensor, windows: Tensor) -> Tensor:
  b = torch.size(tokens, 0)
  k = torch.size(tokens, 1)
  c = torch.size(tokens, 2)
  count = torch.floordiv(torch.size(windows, 0), b)
  each = torch.expand(torch.unsqueeze(tokens, 1), [b, count, k, c])
  return torch.cat([torch.reshape(each, [b * count, k, c]), windows], 1)

# Undoes swin_prepend: the mean over an image's windows [B, k, C], and the windows.
def swin_take_off(self, joined: Tensor, batch: int, k: int) -> List[Tensor]:
  n = torch.size(joined, 1) - k
  count = torch.floordiv(torch.size(joined, 0), batch)
  each = torch.reshape(torch.narrow(joined, 1, 0, k), [batch, count, k, torch.size(joined, 2)])
  return [torch.mean(each, [1]), torch.narrow(joined, 1, k, n)]

# Neighbourhoods of 2 x 2 tokens side by side: [B, H, W, C] -> [B, ceil(H/2), ceil(W/2), 4 * C], in
# the order (0, 0), (1, 0), (0, 1), (1, 1) of (row, column).
def swin_neighbours(self, x: Tensor) -> Tensor:
  b = torch.size(x, 0)
  h = torch.floordiv(torch.size(x, 1) + 1, 2)
  w = torch.floordiv(torch.size(x, 2) + 1, 2)
  c = torch.size(x, 3)
  below = h * 2 - torch.size(x, 1)
  right = w * 2 - torch.size(x, 2)
  y = x
  if below + right > 0:
    y = torch.constant_pad_nd(y, [0, 0, 0, right, 0, below], 0.0)
  y = torch.permute(torch.reshape(y, [b, h, 2, w, 2, c]), [0, 1, 3, 4, 2, 5])
  return torch.reshape(y, [b, h, w, 4 * c])

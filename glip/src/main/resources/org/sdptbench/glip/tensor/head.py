# Kernels of package org.sdptbench.glip.head. See package org.sdptbench.glip.tensor.

# Weight of a bilinear corner along one axis, 0 outside of [0, size - 1].
def corner_weight(self, index: Tensor, weight: Tensor, size: int) -> Tensor:
  outside = torch.logical_or(torch.lt(index, 0.0), torch.gt(index, float(size - 1)))
  return torch.where(outside, torch.zeros_like(weight), weight)

# Modulated deformable 3x3 convolution, padding 1, of [B, C, H, W] with offset [B, 18, H', W'] and
# mask [B, 9, H', W'] that may be larger than the output [h, w]: per image, the first 18hw (9hw)
# values are used. Columns are bags of four corners, so sampling is one weighted embedding bag.
def deformable_conv(self, x: Tensor, offset: Tensor, mask: Tensor, weight: Tensor, bias: Tensor, stride: int, half: bool) -> Tensor:
  b = torch.size(x, 0)
  c = torch.size(x, 1)
  h = torch.size(x, 2)
  w = torch.size(x, 3)
  oh = (h - 1) // stride + 1
  ow = (w - 1) // stride + 1
  n = oh * ow
  shift = torch.reshape(torch.narrow(torch.reshape(offset, [b, -1]), 1, 0, 18 * n), [b, 9, 2, n])
  shift = torch.permute(shift, [2, 0, 3, 1])
  m = torch.reshape(torch.narrow(torch.reshape(mask, [b, -1]), 1, 0, 9 * n), [b, 9, n])
  m = torch.permute(m, [0, 2, 1])
  three = torch.to(torch.arange(3), x)
  row = torch.sub(torch.mul(torch.to(torch.arange(oh), x), float(stride)), 1.0)
  col = torch.sub(torch.mul(torch.to(torch.arange(ow), x), float(stride)), 1.0)
  base_y = torch.add(torch.reshape(row, [oh, 1, 1, 1]), torch.reshape(three, [1, 1, 3, 1]))
  base_x = torch.add(torch.reshape(col, [1, ow, 1, 1]), torch.reshape(three, [1, 1, 1, 3]))
  base_y = torch.reshape(torch.expand(base_y, [oh, ow, 3, 3]), [n, 9])
  base_x = torch.reshape(torch.expand(base_x, [oh, ow, 3, 3]), [n, 9])
  # A point is its upper left pixel and the rest, from 0 to 1. Both come from the offset alone: the
  # sum of position and offset would round, and beside a pixel's line turn up on its other side.
  dy = torch.select(shift, 0, 0)
  dx = torch.select(shift, 0, 1)
  fy = torch.floor(torch.detach(dy))
  fx = torch.floor(torch.detach(dx))
  wy1 = torch.sub(dy, fy)
  wx1 = torch.sub(dx, fx)
  y0 = torch.add(base_y, fy)
  x0 = torch.add(base_x, fx)
  y1 = torch.add(y0, 1.0)
  x1 = torch.add(x0, 1.0)
  # A point on the line one pixel outside has value and derivatives 0.
  dead = torch.logical_or(torch.le(torch.add(y1, wy1), 0.0), torch.le(torch.add(x1, wx1), 0.0))
  m = torch.where(dead, torch.zeros_like(m), m)
  wy0 = self.corner_weight(y0, torch.rsub(wy1, 1.0), h)
  wy1 = self.corner_weight(y1, wy1, h)
  wys = torch.mul(torch.stack([wy0, wy1], -1), torch.unsqueeze(m, -1))
  wx0 = self.corner_weight(x0, torch.rsub(wx1, 1.0), w)
  wx1 = self.corner_weight(x1, wx1, w)
  wxs = torch.stack([wx0, wx1], -1)
  weights = torch.mul(torch.unsqueeze(wys, -1), torch.unsqueeze(wxs, -2))
  # In integers: floats could not tell the pixels of a large batch apart. A NaN offset yields NaN by
  # its weight, and must not become an index.
  ys = torch.nan_to_num(torch.clamp(torch.stack([y0, y1], -1), 0.0, float(h - 1)))
  xs = torch.nan_to_num(torch.clamp(torch.stack([x0, x1], -1), 0.0, float(w - 1)))
  ys = torch.to(ys, 4)
  xs = torch.to(xs, 4)
  image = torch.reshape(torch.mul(torch.to(torch.arange(b), ys), h * w), [b, 1, 1, 1])
  ys = torch.add(torch.mul(ys, w), image)
  index = torch.add(torch.unsqueeze(ys, -1), torch.unsqueeze(xs, -2))
  starts = torch.to(torch.arange(0, 36 * b * n, 4), ys)
  pixels = torch.reshape(torch.contiguous(torch.permute(x, [0, 2, 3, 1])), [b * h * w, c])
  columns, q1, q2, q3 = torch.embedding_bag(pixels, torch.reshape(index, [-1]), starts, False, 0, False, torch.reshape(weights, [-1]), False)
  kernel = torch.reshape(torch.permute(weight, [0, 2, 3, 1]), [-1, 9 * c])
  y = self.linear_bias(torch.reshape(columns, [b, n, 9 * c]), kernel, bias, half)
  return torch.reshape(torch.permute(y, [0, 2, 1]), [b, -1, oh, ow])

# Hard sigmoid as DyHead defines it: ReLU6(x + 3) / 6.
def hard_sigmoid(self, x: Tensor) -> Tensor:
  return torch.hardsigmoid(x)

# Scale attention: [B, C, H, W] to [B, 1, 1, 1], from a 1x1 convolution of the global mean.
def scale_attention(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  y = torch.linear(self.mean(x, [2, 3], False), torch.flatten(weight, 1), bias)
  scale = self.hard_sigmoid(torch.relu(y))
  return torch.reshape(scale, [-1, 1, 1, 1])

# Mean of scaled features.
def scaled_mean(self, features: List[Tensor], scales: List[Tensor]) -> Tensor:
  n = torch.len(features)
  y = torch.mul(features[0], torch.div(scales[0], float(n)))
  for i in range(n - 1):
    y = torch.add(y, torch.mul(features[i + 1], torch.div(scales[i + 1], float(n))))
  return y

# The larger of two lines per channel; coefficients [B, 4C] before the hard sigmoid, in the order
# slope, intercept, slope, intercept. max(p, q) = q + relu(p - q): fewer passes over memory, and
# broadcasting products and sums are vectorised where addcmul and maximum's backward are not.
def dynamic_relu(self, x: Tensor, coefficients: Tensor) -> Tensor:
  b = torch.size(x, 0)
  y = self.hard_sigmoid(coefficients)
  y = torch.reshape(torch.sub(y, 0.5), [b, 4, -1, 1, 1])
  a1, b1, a2, b2 = torch.unbind(y, 1)
  slope = torch.add(torch.mul(torch.sub(a1, a2), 2.0), 1.0)
  ahead = torch.relu(torch.add(torch.mul(x, slope), torch.sub(b1, b2)))
  return torch.add(ahead, torch.add(torch.mul(x, torch.mul(a2, 2.0)), b2))

# Token logits [B, N, L] from features [B, N, C], keys [B, L, C] and unit text vectors [B, L, l].
def token_logits(self, x: Tensor, keys: Tensor, text: Tensor, log_scale: Tensor, bias_lang: Tensor, bias0: Tensor, limit: float) -> Tensor:
  bias = torch.unsqueeze(torch.add(torch.matmul(text, bias_lang), bias0), 1)
  k = torch.transpose(torch.div(keys, torch.exp(log_scale)), 1, 2)
  return self.limited(torch.baddbmm(bias, x, k), limit)

# Binary focal loss over logits [B, N, L], summed over unmasked tokens, divided by norm. Targets are
# rows of a table; 0.25 and 2 are alpha and gamma. With u = -z for targets 1 and z for 0, the loss
# a s(u)^2 softplus(u) has the derivative a s^2 (s + 2 (1 - s) softplus) in u; it is attached by
# hand, which saves most of the memory traffic of this, the largest array of training.
def token_focal_loss(self, logits: Tensor, table: Tensor, rows: Tensor, mask: Tensor, norm: float) -> Tensor:
  z = torch.detach(logits)
  t = torch.reshape(torch.to(torch.embedding(table, rows), z), [torch.size(z, 0), torch.size(z, 1), -1])
  sign = torch.add(torch.mul(t, -2.0), 1.0)
  alpha = torch.mul(torch.add(torch.mul(t, -0.5), 0.75), torch.div(torch.unsqueeze(torch.to(mask, z), 1), norm))
  u = torch.mul(z, sign)
  s = torch.sigmoid(u)
  ce = torch.softplus(u)
  focus = torch.mul(torch.mul(s, s), alpha)
  value = torch.sum(torch.mul(focus, ce))
  slope = torch.addcmul(s, torch.rsub(s, 1.0), ce, value=2.0)
  slope = torch.mul(torch.mul(slope, focus), sign)
  linear = torch.sum(torch.mul(logits, slope))
  return torch.add(value, torch.sub(linear, torch.detach(linear)))

# Corner boxes [P, 4] from regressions and anchors [P, 4], "+1" convention.
def decode_boxes(self, deltas: Tensor, anchors: Tensor, limit: float) -> Tensor:
  low = torch.narrow(anchors, 1, 0, 2)
  high = torch.narrow(anchors, 1, 2, 2)
  size = torch.add(torch.sub(high, low), 1.0)
  shift = torch.div(torch.narrow(deltas, 1, 0, 2), 10.0)
  growth = torch.exp(torch.clamp_max(torch.div(torch.narrow(deltas, 1, 2, 2), 5.0), limit))
  centre = torch.add(torch.mul(shift, size), torch.div(torch.add(low, high), 2.0))
  half = torch.mul(torch.sub(torch.mul(growth, size), 1.0), 0.5)
  return torch.cat([torch.sub(centre, half), torch.add(centre, half)], 1)

# Product of the two columns of [P, 2].
def area(self, sides: Tensor) -> Tensor:
  return torch.mul(torch.select(sides, 1, 0), torch.select(sides, 1, 1))

# Weighted sum of 1 - GIoU between decoded regressions and boxes [P, 4]; areas without "+1".
def giou_loss(self, deltas: Tensor, anchors: Tensor, boxes: Tensor, weights: Tensor, limit: float) -> Tensor:
  p = self.decode_boxes(deltas, anchors, limit)
  p0 = torch.narrow(p, 1, 0, 2)
  p1 = torch.maximum(p0, torch.narrow(p, 1, 2, 2))
  q0 = torch.narrow(boxes, 1, 0, 2)
  q1 = torch.narrow(boxes, 1, 2, 2)
  inner = self.area(torch.relu(torch.sub(torch.minimum(p1, q1), torch.maximum(p0, q0))))
  outer = self.area(torch.sub(torch.maximum(p1, q1), torch.minimum(p0, q0)))
  outer = torch.add(outer, 1e-07)
  union = self.area(torch.sub(p1, p0))
  union = torch.add(union, self.area(torch.sub(q1, q0)))
  union = torch.add(torch.sub(union, inner), 1e-07)
  giou = torch.sub(torch.div(inner, union), torch.div(torch.sub(outer, union), outer))
  return torch.sum(torch.mul(torch.rsub(giou, 1.0), weights))

# Weighted sum of binary cross entropies.
def weighted_bce(self, logits: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
  ce = torch.sub(torch.softplus(logits), torch.mul(logits, targets))
  return torch.sum(torch.mul(ce, weights))

# Elementary operations. See package org.sdptbench.glip.tensor.

def add(self, a: Tensor, b: Tensor) -> Tensor:
  return torch.add(a, b)

def sub(self, a: Tensor, b: Tensor) -> Tensor:
  return torch.sub(a, b)

def mul(self, a: Tensor, b: Tensor) -> Tensor:
  return torch.mul(a, b)

def div(self, a: Tensor, b: Tensor) -> Tensor:
  return torch.div(a, b)

def add_scalar(self, a: Tensor, s: float) -> Tensor:
  return torch.add(a, s)

def mul_scalar(self, a: Tensor, s: float) -> Tensor:
  return torch.mul(a, s)

def pow_scalar(self, a: Tensor, s: float) -> Tensor:
  return torch.pow(a, s)

def exp(self, a: Tensor) -> Tensor:
  return torch.exp(a)

def log(self, a: Tensor) -> Tensor:
  return torch.log(a)

def abs(self, a: Tensor) -> Tensor:
  return torch.abs(a)

def sigmoid(self, a: Tensor) -> Tensor:
  return torch.sigmoid(a)

def relu(self, a: Tensor) -> Tensor:
  return torch.relu(a)

def gelu(self, a: Tensor) -> Tensor:
  return torch.gelu(a)

def softplus(self, a: Tensor) -> Tensor:
  return torch.softplus(a)

def maximum(self, a: Tensor, b: Tensor) -> Tensor:
  return torch.maximum(a, b)

def softmax(self, a: Tensor, axis: int) -> Tensor:
  return torch.softmax(a, axis)

def log_softmax(self, a: Tensor, axis: int) -> Tensor:
  return torch.log_softmax(a, axis)

def sum_all(self, a: Tensor) -> Tensor:
  return torch.sum(a)

def sum(self, a: Tensor, axes: List[int], keep: bool) -> Tensor:
  return torch.sum(a, axes, keep)

# Not torch.mean, whose backward pass divides what it has expanded before, value by value.
def mean(self, a: Tensor, axes: List[int], keep: bool) -> Tensor:
  s = torch.sum(a, axes, keep)
  return torch.mul(s, float(torch.numel(s)) / float(torch.numel(a)))

def normalize(self, a: Tensor, axis: int, eps: float) -> Tensor:
  norm = torch.norm(a, 2, [axis], True)
  return torch.div(a, torch.clamp(norm, eps))

# Clamps to [-limit, limit], an infinite limit not at all. Where all values lie inside, as almost
# always, that is x itself: on a CPU a look is cheaper than a copy and its backward pass.
def limited(self, x: Tensor, limit: float) -> Tensor:
  y = x
  if torch.isfinite(limit):
    if not self.within(torch.max(torch.abs(torch.detach(x))), limit):
      y = torch.clamp(x, -limit, limit)
  return y

# A copy on another device.
def place(self, a: Tensor, device: str) -> Tensor:
  return torch.to(a, torch.device(device), None, False, False)

# Whether a single value is known to be less than a limit; on a GPU nobody waits to know.
def within(self, value: Tensor, limit: float) -> bool:
  known = False
  if ops.prim.is_cpu(value):
    known = bool(torch.lt(value, limit))
  return known

def matmul(self, a: Tensor, b: Tensor) -> Tensor:
  return torch.matmul(a, b)

# A factor of a product: as it is, or rounded to bfloat16, which is 15 in torch's list of types. The
# product is then bfloat16 too, summed in float32; wide brings it back.
def factor(self, x: Tensor, half: bool) -> Tensor:
  y = x
  if half:
    y = torch.to(x, 15)
  return y

def wide(self, product: Tensor, like: Tensor, half: bool) -> Tensor:
  y = product
  if half:
    y = torch.to(product, like)
  return y

def linear(self, x: Tensor, weight: Tensor, half: bool) -> Tensor:
  return self.wide(torch.linear(self.factor(x, half), self.factor(weight, half)), x, half)

def linear_bias(self, x: Tensor, weight: Tensor, bias: Tensor, half: bool) -> Tensor:
  y = torch.linear(self.factor(x, half), self.factor(weight, half), self.factor(bias, half))
  return self.wide(y, x, half)

# The same by oneDNN, which serves convolutions only, and not by MKL: x [..., in] as an image of in
# channels, one row high, the weight as a 1 x 1 kernel. Dilation means nothing to a single tap, but
# one thread gets oneDNN for 1 x 1 kernels only if they have it. The model does not go this way: it
# pays on some processors, costs on others, and keeps x although a frozen weight does not need it.
# The benchmarks compare the two.
def linear_by_convolution(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  o = torch.size(weight, 0)
  i = torch.size(weight, 1)
  image = torch.permute(torch.reshape(x, [1, 1, -1, i]), [0, 3, 1, 2])
  y = torch.conv2d(image, torch.reshape(weight, [o, i, 1, 1]), bias, [1, 1], [0, 0], [2, 2])
  shape = torch.slice(torch.size(x), 0, -1)
  return torch.reshape(torch.permute(y, [0, 2, 3, 1]), torch.add(shape, [o]))

def layer_norm(self, x: Tensor, weight: Tensor, bias: Tensor, eps: float) -> Tensor:
  return torch.layer_norm(x, [torch.size(weight, 0)], weight, bias, eps)

def group_norm(self, x: Tensor, groups: int, weight: Tensor, bias: Tensor, eps: float) -> Tensor:
  return torch.group_norm(x, groups, weight, bias, eps)

# Where the bias is trained and the weight is not, the bias is added apart: oneDNN's derivative knows
# that of a bias only along with that of the weight, which would be half of the backward pass.
def conv2d(self, x: Tensor, weight: Tensor, bias: Tensor, stride: int, padding: int, half: bool) -> Tensor:
  x0 = self.factor(x, half)
  w0 = self.factor(weight, half)
  if ops.prim.requires_grad(bias) and not ops.prim.requires_grad(weight):
    y = self.wide(torch.conv2d(x0, w0, None, [stride, stride], [padding, padding]), x, half)
    y = torch.add(y, torch.reshape(bias, [-1, 1, 1]))
  else:
    y = torch.conv2d(x0, w0, self.factor(bias, half), [stride, stride], [padding, padding])
  return self.wide(y, x, half)

def pinv(self, a: Tensor) -> Tensor:
  return torch.pinverse(a)

def svd(self, a: Tensor) -> List[Tensor]:
  u, s, v = torch.svd(a)
  return [u, s, v]

def reshape(self, a: Tensor, shape: List[int]) -> Tensor:
  return torch.reshape(a, shape)

def permute(self, a: Tensor, axes: List[int]) -> Tensor:
  return torch.permute(a, axes)

def expand(self, a: Tensor, shape: List[int]) -> Tensor:
  return torch.expand(a, shape)

def cat(self, arrays: List[Tensor], axis: int) -> Tensor:
  return torch.cat(arrays, axis)

def stack(self, arrays: List[Tensor], axis: int) -> Tensor:
  return torch.stack(arrays, axis)

# Parts of so many along an axis; the array itself where one is enough.
def parts(self, a: Tensor, size: int, axis: int) -> List[Tensor]:
  if torch.size(a, axis) <= size:
    b = [a]
  else:
    b = torch.split(a, size, axis)
  return b

# The inverse.
def whole(self, arrays: List[Tensor], axis: int) -> Tensor:
  if torch.len(arrays) == 1:
    a = arrays[0]
  else:
    a = torch.cat(arrays, axis)
  return a

def split(self, a: Tensor, sizes: List[int], axis: int) -> List[Tensor]:
  return torch.split_with_sizes(a, sizes, axis)

def narrow(self, a: Tensor, axis: int, start: int, length: int) -> Tensor:
  return torch.narrow(a, axis, start, length)

# Maps [B, c, H, W] as one sequence [B, sum of H*W, c].
def to_sequence(self, maps: List[Tensor]) -> Tensor:
  sequences = annotate(List[Tensor], [])
  for i in range(torch.len(maps)):
    s = torch.append(sequences, torch.transpose(torch.flatten(maps[i], 2, 3), 1, 2))
  return torch.cat(sequences, 1)

# The inverse: cuts a sequence [B, sum of H*W, c] into maps of the sizes [H0, W0, H1, W1, ...].
def to_maps(self, x: Tensor, sizes: List[int]) -> List[Tensor]:
  maps = annotate(List[Tensor], [])
  b = torch.size(x, 0)
  c = torch.size(x, 2)
  start = 0
  for i in range(torch.floordiv(torch.len(sizes), 2)):
    h = sizes[2 * i]
    w = sizes[2 * i + 1]
    m = torch.transpose(torch.narrow(x, 1, start, h * w), 1, 2)
    s = torch.append(maps, torch.contiguous(torch.reshape(m, [b, c, h, w])))
    start = start + h * w
  return maps

def index_select(self, a: Tensor, axis: int, index: Tensor) -> Tensor:
  return torch.index_select(a, axis, index)

def gather(self, a: Tensor, axis: int, index: Tensor) -> Tensor:
  return torch.gather(a, axis, index)

def pad(self, a: Tensor, amounts: List[int]) -> Tensor:
  return torch.constant_pad_nd(a, amounts, 0.0)

def flip(self, a: Tensor, axis: int) -> Tensor:
  return torch.flip(a, [axis])

def adaptive_average_pool(self, a: Tensor, height: int, width: int) -> Tensor:
  return torch.adaptive_avg_pool2d(a, [height, width])

def upsample_nearest(self, a: Tensor, height: int, width: int) -> Tensor:
  return torch.upsample_nearest2d(a, [height, width])

def upsample_bilinear_align_corners(self, a: Tensor, height: int, width: int) -> Tensor:
  return torch.upsample_bilinear2d(a, [height, width], True)

def cast_like(self, a: Tensor, like: Tensor) -> Tensor:
  return torch.to(a, like)

def detach(self, a: Tensor) -> Tensor:
  return torch.detach(a)

def clone(self, a: Tensor) -> Tensor:
  return torch.clone(a)

def contiguous(self, a: Tensor) -> Tensor:
  return torch.contiguous(a)

# Copies b into a, in place.
def assign(self, a: Tensor, b: Tensor) -> Tensor:
  return torch.copy_(a, b)

def square_sum(self, a: Tensor) -> Tensor:
  return torch.sum(torch.mul(a, a))

# One AdamW step as torch.optim.AdamW documents it, in place: decoupled weight decay, then the
# bias-corrected moments, epsilon outside the square root. Works in place wherever it can, the scaled
# gradient included: with large models this is bound by memory.
def adamw(self, p: Tensor, g: Tensor, m: Tensor, v: Tensor, numbers: List[float]) -> Tensor:
  scale, lr, beta1, beta2, eps, decay, correction1, correction2 = numbers
  g0 = g
  if scale != 1.0:
    g0 = torch.mul_(g, scale)
  if decay != 0.0:
    a = torch.mul_(p, 1.0 - lr * decay)
  b = torch.add_(torch.mul_(m, beta1), g0, alpha=1.0 - beta1)
  c = torch.addcmul_(torch.mul_(v, beta2), g0, g0, value=1.0 - beta2)
  d = torch.add_(torch.div_(torch.sqrt(v), correction2), eps)
  return torch.addcdiv_(p, m, d, value=-(lr / correction1))

# The same step, to the bit, of a table p [n, d] of which few rows are ever used: where gradient and
# moments are 0, only the decay moves anything. "reached" [n] are the rows of this and of earlier
# gradients, marked in place.
def adamw_table(self, p: Tensor, g: Tensor, m: Tensor, v: Tensor, reached: Tensor, numbers: List[float]) -> Tensor:
  scale, lr, beta1, beta2, eps, decay, correction1, correction2 = numbers
  if decay != 0.0:
    a = torch.mul_(p, 1.0 - lr * decay)
  rows = self.reach(reached, g)
  p0 = torch.index_select(p, 0, rows)
  m0 = torch.index_select(m, 0, rows)
  v0 = torch.index_select(v, 0, rows)
  b = self.adamw(p0, torch.index_select(g, 0, rows), m0, v0, [scale, lr, beta1, beta2, eps, 0.0, correction1, correction2])
  c = torch.index_copy_(m, 0, rows, m0)
  d = torch.index_copy_(v, 0, rows, v0)
  return torch.index_copy_(p, 0, rows, p0)

# Marks, in place, the rows of a table that are not 0; returns the indices of all marked ones.
def reach(self, reached: Tensor, table: Tensor) -> Tensor:
  a = torch.logical_or_(reached, torch.any(torch.ne(table, 0.0), 1))
  return torch.flatten(torch.nonzero(reached))

# Draws for n places, uniform over the integers of 32 bits: a hash of place and key (triple32 of
# Wellons, "Prospecting for hash functions", the second half of the key between its rounds). Integer
# arithmetic wraps alike everywhere, which makes these the same on every device and in every thread.
def drawn(self, like: Tensor, n: int, key: List[int]) -> Tensor:
  x = torch.arange(n, dtype=3, layout=None, device=ops.prim.device(like), pin_memory=None)
  x = torch.add_(x, key[0])
  x = torch.mul_(self.folded(x, 17, 32767), -312814405)
  x = torch.bitwise_xor_(x, key[1])
  x = torch.mul_(self.folded(x, 11, 2097151), -1404298415)
  x = torch.mul_(self.folded(x, 15, 131071), 830770091)
  return self.folded(x, 14, 262143)

# x ^ (x >>> bits), in place; the shift of torch repeats the sign, which the mask takes away.
def folded(self, x: Tensor, bits: int, mask: int) -> Tensor:
  shifted = torch.bitwise_right_shift(x, bits)
  return torch.bitwise_xor_(x, torch.bitwise_and_(shifted, mask))

# Which of n places are kept.
def kept(self, like: Tensor, n: int, rate: float, key: List[int]) -> Tensor:
  return torch.ge(self.drawn(like, n, key), int(rate * 4294967296.0) - 2147483648)

# Each value by itself (nn.Dropout).
def dropout(self, x: Tensor, rate: float, key: List[int]) -> Tensor:
  y = x
  if rate > 0.0:
    kept = torch.reshape(self.kept(x, torch.numel(x), rate, key), torch.size(x))
    y = torch.mul(torch.mul(x, kept), 1.0 / (1.0 - rate))
  return y

# All values of an image together (timm's DropPath); those of one image stand next to each other.
def drop_path(self, x: Tensor, images: int, rate: float, key: List[int]) -> Tensor:
  kept = torch.unsqueeze(self.kept(x, images, rate, key), 1)
  y = torch.mul(torch.reshape(x, [images, -1]), torch.mul(torch.to(kept, x), 1.0 / (1.0 - rate)))
  return torch.reshape(y, torch.size(x))

# Squares of a map [B, C, H, W], of all its channels (GLIP's DropBlock2D, layers/dropblock.py): the
# rate over a square's area is that of a square's middle. Where nothing at all is left, GLIP divides
# by 0.
def drop_block(self, x: Tensor, side: int, rate: float, key: List[int]) -> Tensor:
  b = torch.size(x, 0)
  h = torch.size(x, 2)
  w = torch.size(x, 3)
  others = self.kept(x, b * h * w, rate / float(side * side), key)
  middles = torch.rsub(torch.to(torch.reshape(others, [b, 1, h, w]), x), 1.0)
  half = torch.floordiv(side, 2)
  squares = torch.max_pool2d(middles, [side, side], [1, 1], [half, half], [1, 1], False)
  kept = torch.rsub(squares, 1.0)
  scale = torch.mul(torch.reciprocal(torch.clamp_min(torch.sum(kept), 1.0)), float(b * h * w))
  return torch.mul(torch.mul(x, kept), scale)

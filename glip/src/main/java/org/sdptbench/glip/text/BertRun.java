package org.sdptbench.glip.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.TextEncoding;
import org.sdptbench.glip.peft.TextState;
import org.sdptbench.glip.tensor.Ops;

/** Captions on their way through BERT. */
final class BertRun implements TextEncoding {
  private final Pass pass;
  private final List<BertLayer> layers;
  private TextState state;
  private int next;

  BertRun(Pass pass, List<BertLayer> layers, TextState embedded) {
    this.pass = pass;
    this.layers = layers;
    this.state = embedded;
  }

  @Override
  public int layers() {
    return layers.size();
  }

  @Override
  public int next() {
    return next;
  }

  @Override
  public TextState state() {
    return state;
  }

  @Override
  public NDArray peek(NDArray tokens) {
    return tail(through(joined(tokens)), tokens);
  }

  @Override
  public NDArray step(NDArray tokens) {
    TextState after = through(joined(tokens));
    long length = after.hidden().getShape().get(1) - count(tokens);
    next++;
    state =
        new TextState(
            Ops.narrow(after.hidden(), 1, 0, length), Ops.narrow(after.mask(), 1, 0, length));
    return tail(after, tokens);
  }

  @Override
  public void advanceTo(int layer) {
    while (next < layer) {
      TextState after = through(state);
      next++;
      state = after;
    }
  }

  @Override
  public TextState finish() {
    advanceTo(layers.size());
    return state;
  }

  private TextState through(TextState entering) {
    TextState before = pass.adaptation().beforeText(next, entering);
    NDArray hidden = layers.get(next).forward(pass, before.hidden(), before.mask());
    return pass.adaptation().afterText(next, new TextState(hidden, before.mask()));
  }

  private static long count(NDArray tokens) {
    return tokens.getShape().get(tokens.getShape().dimension() - 2);
  }

  private static NDArray tail(TextState after, NDArray tokens) {
    long k = count(tokens);
    return Ops.narrow(after.hidden(), 1, after.hidden().getShape().get(1) - k, k);
  }

  /** The sequence with the tokens at its end, visible. */
  private TextState joined(NDArray tokens) {
    Shape shape = tokens.getShape();
    long batch = state.hidden().getShape().get(0);
    if (shape.dimension() == 3) {
      long images = shape.get(0);
      if (batch != 1 && images != batch) {
        throw new IllegalArgumentException(
            "tokens of shape %s do not fit %d captions".formatted(shape, batch));
      }
      batch = images;
    }
    long k = count(tokens);
    NDArray each = Ops.expand(tokens, batch, k, shape.get(shape.dimension() - 1));
    NDArray hidden = repeated(state.hidden(), batch);
    NDArray mask = repeated(state.mask(), batch);
    NDArray ones = Ops.expand(Ops.onesLike(Ops.narrow(mask, 1, 0, 1)), batch, k);
    return new TextState(Ops.cat(List.of(hidden, each), 1), Ops.cat(List.of(mask, ones), 1));
  }

  private static NDArray repeated(NDArray array, long batch) {
    long[] shape = array.getShape().getShape().clone();
    shape[0] = batch;
    return Ops.expand(array, shape);
  }
}

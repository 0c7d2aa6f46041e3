package org.sdptbench.glip.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.PromptTokens;
import org.sdptbench.glip.peft.Prompts;
import org.sdptbench.glip.peft.TextEncoding;
import org.sdptbench.glip.peft.TextState;
import org.sdptbench.glip.tensor.Ops;

/**
 * Captions on their way through BERT, and the adaptation's prompt tokens.
 *
 * <p>A layer's sequence is [CLS], the prompts, the rest of the caption with its padding, and tokens
 * that are given for this layer only. Prompts have the mask of [CLS]; given tokens are visible.
 */
final class BertRun implements TextEncoding {
  private final Pass pass;
  private final List<Prompts> owners;
  private final List<BertLayer> layers;
  private TextState state;
  private PromptTokens prompts = PromptTokens.none();
  private int next;

  BertRun(Pass pass, List<BertLayer> layers, TextState embedded) {
    this.pass = pass;
    this.owners = pass.adaptation().prompts();
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
    NDArray given = perCaption(tokens);
    return last(through(entering(), given), given);
  }

  @Override
  public NDArray step(NDArray tokens) {
    PromptTokens entering = entering();
    NDArray given = perCaption(tokens);
    NDArray after = through(entering, given);
    arrive(entering, after, Ops.repeated(state.mask(), given.getShape().get(0)));
    return last(after, given);
  }

  @Override
  public void advanceTo(int layer) {
    while (next < layer) {
      PromptTokens entering = entering();
      arrive(entering, through(entering, null), state.mask());
    }
  }

  @Override
  public TextState finish() {
    advanceTo(layers.size());
    return state;
  }

  private PromptTokens entering() {
    return prompts.next(owners, place(batch()), (own, carried) -> own.textTokens(next, carried));
  }

  /** What the next layer makes of the whole sequence. */
  private NDArray through(PromptTokens entering, @Nullable NDArray given) {
    BertLayer layer = layers.get(next);
    NDArray own = entering.tokens();
    if (own == null && given == null) {
      return layer.forward(pass, state.hidden(), state.mask());
    }
    long batch = given == null ? batch() : given.getShape().get(0);
    NDArray hidden = Ops.repeated(state.hidden(), batch);
    NDArray mask = Ops.repeated(state.mask(), batch);
    NDArray first = Ops.narrow(mask, 1, 0, 1);
    List<NDArray> sequence = new ArrayList<>();
    List<NDArray> seen = new ArrayList<>();
    if (own == null) {
      sequence.add(hidden);
      seen.add(mask);
    } else {
      sequence.addAll(
          List.of(Ops.narrow(hidden, 1, 0, 1), Ops.repeated(own, batch), tail(hidden, 1)));
      seen.addAll(List.of(first, Ops.expand(first, batch, count(own)), tail(mask, 1)));
    }
    if (given != null) {
      sequence.add(given);
      seen.add(Ops.expand(Ops.onesLike(first), batch, count(given)));
    }
    return layer.forward(pass, Ops.cat(sequence, 1), Ops.cat(seen, 1));
  }

  /** Parts the sequence that came out of the layer, without the tokens at its end. */
  private void arrive(PromptTokens entering, NDArray after, NDArray mask) {
    long length = mask.getShape().get(1);
    NDArray own = entering.tokens();
    if (own == null) {
      prompts = entering;
      state = new TextState(count(after) == length ? after : Ops.narrow(after, 1, 0, length), mask);
    } else {
      long k = count(own);
      prompts = entering.become(Ops.narrow(after, 1, 1, k));
      NDArray rest = Ops.narrow(after, 1, 1 + k, length - 1);
      state = new TextState(Ops.cat(List.of(Ops.narrow(after, 1, 0, 1), rest), 1), mask);
    }
    next++;
  }

  private long batch() {
    return state.hidden().getShape().get(0);
  }

  private PromptTokens.Place place(long batch) {
    return new PromptTokens.Place("text layer " + next, batch, state.hidden().getShape().get(2));
  }

  /** Given tokens [B, k, d]; a single caption is as many as there are images. */
  private NDArray perCaption(NDArray tokens) {
    Shape shape = tokens.getShape();
    boolean repeats = batch() == 1 && shape.dimension() == 3;
    return place(repeats ? shape.get(0) : batch()).fit(tokens);
  }

  private static long count(NDArray tokens) {
    return tokens.getShape().get(1);
  }

  private static NDArray tail(NDArray sequence, long from) {
    return Ops.narrow(sequence, 1, from, sequence.getShape().get(1) - from);
  }

  private static NDArray last(NDArray after, NDArray given) {
    return tail(after, count(after) - count(given));
  }
}

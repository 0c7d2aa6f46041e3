package org.sdptbench.glip.vision;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.tensor.Ops;

/** Images on their way through Swin. */
final class SwinRun {
  private final Pass pass;
  private final String prefix;
  private final List<Swin.Stage> stages;
  private final List<NDArray> outputs = new ArrayList<>();
  private SwinBlock.State state;
  private int stage;
  private int block;
  private int next;

  SwinRun(Pass pass, String prefix, List<Swin.Stage> stages, NDArray embedded) {
    this.pass = pass;
    this.prefix = prefix;
    this.stages = stages;
    this.state = new SwinBlock.State(embedded, null);
  }

  /** Number of blocks over all stages. */
  int blocks() {
    return stages.stream().mapToInt(each -> each.blocks().size()).sum();
  }

  /** The next block over all stages. */
  int next() {
    return next;
  }

  /** What enters the next block [B, H, W, C]; after the last, what came out. */
  NDArray map() {
    return state.map();
  }

  /** What the next block makes of tokens, without going on. */
  @Nullable NDArray peek(NDArray tokens) {
    return through(tokens).tokens();
  }

  /** Goes through the next block with these tokens in place of those that were carried. */
  @Nullable NDArray step(@Nullable NDArray tokens) {
    SwinBlock.State after = through(tokens);
    arrive(new SwinBlock.State(after.map(), null));
    return after.tokens();
  }

  /** Goes through the next block; its adaptation's tokens are carried on. */
  void step() {
    arrive(through(state.tokens()));
  }

  /**
   * Goes on to the end.
   *
   * @return as {@link Swin#forward}
   */
  List<NDArray> maps() {
    while (next < blocks()) {
      step();
    }
    return List.copyOf(outputs);
  }

  private SwinBlock.State through(@Nullable NDArray tokens) {
    SwinBlock current = stages.get(stage).blocks().get(block);
    return current.forward(pass, new SwinBlock.State(state.map(), tokens));
  }

  private void arrive(SwinBlock.State after) {
    state = after;
    next++;
    block++;
    Swin.Stage current = stages.get(stage);
    if (block < current.blocks().size()) {
      return;
    }
    NDArray map = after.map();
    NDArray output = stage == 0 ? map : pass.layerNorm(prefix + "norm" + stage, map, SwinBlock.EPS);
    outputs.add(Ops.permute(output, 0, 3, 1, 2));
    for (PatchMerging merging : current.merging()) {
      state = merging.forward(pass, after);
    }
    stage++;
    block = 0;
  }
}

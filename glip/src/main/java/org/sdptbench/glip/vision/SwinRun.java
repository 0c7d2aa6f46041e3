package org.sdptbench.glip.vision;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.PromptTokens;
import org.sdptbench.glip.peft.Prompts;
import org.sdptbench.glip.tensor.Ops;

/** Images on their way through Swin, and the adaptation's prompt tokens. */
final class SwinRun {
  private final Pass pass;
  private final List<Prompts> owners;
  private final String prefix;
  private final List<Swin.Stage> stages;
  private final List<NDArray> outputs = new ArrayList<>();
  private NDArray map;
  private PromptTokens prompts = PromptTokens.none();
  private int stage;
  private int block;
  private int next;

  SwinRun(Pass pass, String prefix, List<Swin.Stage> stages, NDArray embedded) {
    this.pass = pass;
    this.owners = pass.adaptation().prompts();
    this.prefix = prefix;
    this.stages = stages;
    this.map = embedded;
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
    return map;
  }

  /** What the next block makes of tokens beside the adaptation's, without going on. */
  @Nullable NDArray peek(NDArray tokens) {
    return through(tokens).prompts().of(owners.size());
  }

  /**
   * Goes through the next block; the adaptation's tokens are carried on.
   *
   * @param tokens further tokens, for this block only, or null
   * @return what the block makes of these
   */
  @Nullable NDArray step(@Nullable NDArray tokens) {
    After after = through(tokens);
    arrive(after.map(), after.prompts().first(owners.size()));
    return after.prompts().of(owners.size());
  }

  /**
   * Goes on to the end.
   *
   * @return as {@link Swin#forward}
   */
  List<NDArray> maps() {
    while (next < blocks()) {
      step(null);
    }
    return List.copyOf(outputs);
  }

  /** A block's output: the map, the adaptation's tokens and, last, those given besides. */
  private record After(NDArray map, PromptTokens prompts) {}

  private After through(@Nullable NDArray given) {
    SwinBlock current = stages.get(stage).blocks().get(block);
    PromptTokens.Place place = current.place(map.getShape().get(0));
    PromptTokens entering =
        prompts
            .next(
                owners,
                place,
                (own, carried) -> own.visionTokens(current.stage(), current.index(), carried))
            .and(given == null ? null : place.fit(given));
    SwinBlock.State after = current.forward(pass, new SwinBlock.State(map, entering.tokens()));
    return new After(after.map(), entering.become(after.tokens()));
  }

  private void arrive(NDArray after, PromptTokens carried) {
    map = after;
    prompts = carried;
    next++;
    block++;
    Swin.Stage current = stages.get(stage);
    if (block < current.blocks().size()) {
      return;
    }
    NDArray output = stage == 0 ? map : pass.layerNorm(prefix + "norm" + stage, map);
    outputs.add(Ops.permute(output, 0, 3, 1, 2));
    for (PatchMerging merging : current.merging()) {
      SwinBlock.State merged = merging.forward(pass, new SwinBlock.State(map, prompts.tokens()));
      map = merged.map();
      prompts = prompts.become(merged.tokens());
    }
    stage++;
    block = 0;
  }
}

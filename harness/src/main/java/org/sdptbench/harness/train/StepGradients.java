package org.sdptbench.harness.train;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.sdptbench.glip.head.Targets;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.peft.Encoded;
import org.sdptbench.glip.peft.FusionInput;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.tensor.Gradients;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Segments;

/**
 * The loss of a training step and its gradients. Images of different padded sizes or captions go
 * through the network apart, weighted by their number.
 *
 * <p>Either all at once, with the whole graph in memory; or image by image, of whose graph one
 * segment at a time is: the encoders, a stage of the fusion tower, the prediction. The sums are the
 * same, in another order; the forward pass is done twice, and memory no longer grows with the
 * batch. Methods that couple the encoders may compare images with one another, so that theirs stay
 * together. What is dropped at random is drawn for each pass through the network, so that the two
 * ways draw otherwise.
 */
final class StepGradients {
  private final Glip glip;
  private final FeatureSource features;
  private final boolean recompute;

  /**
   * Gradients of steps.
   *
   * @param features what steps begin with
   * @param recompute whether activations are computed once more instead of kept
   */
  StepGradients(Glip glip, FeatureSource features, boolean recompute) {
    this.glip = glip;
    this.features = features;
    this.recompute = recompute;
  }

  private record Group(PaddedSize size, Prompt prompt) {}

  /**
   * Adds the derivatives of a batch's loss to the gradients of the trained parameters, unless the
   * loss is not finite. Gradients are recorded and a scope is open.
   *
   * @param passes the passes through the network, counted from 0
   * @param prompts the caption of each image
   * @return the loss
   */
  double backward(
      IntFunction<Pass> passes, List<TaskImage> batch, Function<TaskImage, Prompt> prompts) {
    Map<Group, List<TaskImage>> groups = new LinkedHashMap<>();
    for (TaskImage image : batch) {
      Group group = new Group(PaddedSize.of(image), prompts.apply(image));
      groups.computeIfAbsent(group, size -> new ArrayList<>()).add(image);
    }
    return recompute ? byParts(passes, groups, batch.size()) : atOnce(passes, groups, batch.size());
  }

  private double atOnce(IntFunction<Pass> passes, Map<Group, List<TaskImage>> groups, int batch) {
    NDArray sum = null;
    int done = 0;
    for (Map.Entry<Group, List<TaskImage>> group : groups.entrySet()) {
      Prompt prompt = group.getKey().prompt();
      List<TaskImage> alike = group.getValue();
      Pass pass = passes.apply(done++);
      Encoded fused = features.fused(pass, prompt, alike);
      NDArray loss = BatchLoss.of(glip, pass, alike, prompt, fused.features()).loss().total();
      NDArray total = fused.loss().map(own -> Ops.add(loss, own)).orElse(loss);
      NDArray share = Ops.mul(total, (double) alike.size() / batch);
      sum = sum == null ? share : Ops.add(sum, share);
    }
    if (sum == null) {
      throw new IllegalArgumentException("a batch has at least one image");
    }
    double value = sum.getFloat();
    if (Double.isFinite(value)) {
      Gradients.backward(sum);
    }
    return value;
  }

  private double byParts(IntFunction<Pass> passes, Map<Group, List<TaskImage>> groups, int batch) {
    double sum = 0;
    int done = 0;
    for (Map.Entry<Group, List<TaskImage>> group : groups.entrySet()) {
      Prompt prompt = group.getKey().prompt();
      List<TaskImage> alike = group.getValue();
      List<List<TaskImage>> parts =
          passes.apply(done).adaptation().coupling().isPresent()
              ? List.of(alike)
              : alike.stream().map(List::of).toList();
      List<Targets> targets =
          parts.stream().map(part -> BatchLoss.targets(glip, part, prompt)).toList();
      Targets.Normalizer normalizer =
          targets.stream().map(Targets::normalizer).reduce(Targets.Normalizer::plus).orElseThrow();
      for (int i = 0; i < parts.size(); i++) {
        List<TaskImage> images = parts.get(i).stream().map(TaskImage::loaded).toList();
        Part part =
            new Part(
                prompt,
                images,
                targets.get(i),
                normalizer,
                (double) alike.size() / batch,
                (double) images.size() / batch);
        sum += backward(passes.apply(done++), part);
        if (!Double.isFinite(sum)) {
          return sum;
        }
      }
    }
    return sum;
  }

  /**
   * Some images of a batch.
   *
   * @param normalizer that of all images that would go through the network with them
   * @param shareOfLoss weight of GLIP's loss, which the normalizer divides already
   * @param shareOfOwn weight of the method's own term, a mean over these images
   */
  private record Part(
      Prompt prompt,
      List<TaskImage> images,
      Targets targets,
      Targets.Normalizer normalizer,
      double shareOfLoss,
      double shareOfOwn) {}

  private double backward(Pass pass, Part part) {
    List<UnaryOperator<List<NDArray>>> segments = new ArrayList<>();
    List<NDArray> input = List.of();
    if (features.isTrained()) {
      segments.add(nothing -> features.first(pass, part.prompt(), part.images()).arrays());
    } else {
      input = features.first(pass, part.prompt(), part.images()).arrays();
    }
    for (UnaryOperator<FusionInput> next : features.rest(pass)) {
      segments.add(
          state -> {
            Encoded before = unpacked(state);
            return new Encoded(next.apply(before.features()), before.loss()).arrays();
          });
    }
    return new Segments(
            segments,
            state -> {
              Encoded fused = unpacked(state);
              NDArray loss =
                  Ops.mul(
                      BatchLoss.of(glip, pass, fused.features(), part.targets(), part.normalizer())
                          .total(),
                      part.shareOfLoss());
              return fused
                  .loss()
                  .map(own -> Ops.add(loss, Ops.mul(own, part.shareOfOwn())))
                  .orElse(loss);
            })
        .backward(input);
  }

  private Encoded unpacked(List<NDArray> arrays) {
    return Encoded.ofArrays(arrays, glip.config().vision().levels());
  }
}

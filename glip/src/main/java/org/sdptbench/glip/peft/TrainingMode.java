package org.sdptbench.glip.peft;

import java.util.Collection;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.sdptbench.glip.tensor.Drop;

/**
 * Which parts of GLIP are in PyTorch's training mode, where dropout, DropPath and DropBlock act.
 *
 * <p>That a weight is frozen says nothing of this: the two codes differ.
 *
 * <ul>
 *   <li>GLIP puts what it freezes into evaluation mode ({@code GeneralizedVLRCNN.train}, {@code
 *       SwinTransformer._freeze_stages}): the text encoder, the head, the feature pyramid and
 *       Swin's stages drop only where something of them is trained. So everything drops in
 *       fine-tuning, the fusion and the tower's BERT layers in linear probing, and nothing in
 *       prompt tuning.
 *   <li>SDPT's release freezes by {@code requires_grad} alone: everything drops whatever is
 *       trained.
 * </ul>
 */
public final class TrainingMode {
  /** Before the number of a stage. */
  private static final String STAGES = Sites.VISION + "body.layers.";

  private static final String PYRAMID = Sites.VISION + "fpn.";

  /** Tells the draws from all else that comes of a cell's seed. */
  private static final long DRAWS = 0xD1B54A32D192ED03L;

  /** Nothing is in training mode. */
  public static final TrainingMode OFF = new TrainingMode(Reach.PREDICTION, part -> false);

  /** Everything is, as in SDPT's release. */
  public static final TrainingMode EVERYWHERE = new TrainingMode(Reach.ENCODERS, part -> true);

  private final Reach reach;
  private final Predicate<String> active;

  private TrainingMode(Reach reach, Predicate<String> active) {
    this.reach = reach;
    this.active = active;
  }

  /**
   * The parts of which something is trained, as in GLIP.
   *
   * @param parameters official names of the backbone's parameters that are trained; what a method
   *     adds is part of nothing
   */
  public static TrainingMode ofTrained(Collection<String> parameters) {
    Set<String> parts =
        parameters.stream().map(TrainingMode::part).collect(Collectors.toUnmodifiableSet());
    Reach reach = Reach.PREDICTION;
    if (parts.contains(Sites.HEAD)) {
      reach = Reach.FUSION;
    }
    if (parts.stream().anyMatch(part -> !part.startsWith(Sites.HEAD))) {
      reach = Reach.ENCODERS;
    }
    return new TrainingMode(reach, parts::contains);
  }

  /** What goes into evaluation mode together with a place or a parameter, by its prefix. */
  private static String part(String name) {
    for (String whole : new String[] {Sites.HEAD, Sites.TEXT, PYRAMID}) {
      if (name.startsWith(whole)) {
        return whole;
      }
    }
    int end = name.startsWith(STAGES) ? name.indexOf('.', STAGES.length()) : -1;
    return end < 0 ? name : name.substring(0, end + 1);
  }

  /** The first part of GLIP whose output differs from draw to draw. */
  public Reach reach() {
    return reach;
  }

  /**
   * What a pass of a training drops: a function of these numbers and of the place, so that a
   * training that goes on at a step draws what it would have drawn.
   *
   * @param seed the training's
   * @param step step, from 0
   * @param pass pass of the step, from 0
   */
  public Regularisation at(long seed, int step, int pass) {
    long drawn = mixed(mixed(mixed(seed ^ DRAWS) + step) + pass);
    return (site, rate) ->
        active.test(part(site)) ? new Drop(rate, mixed(drawn + hash(site))) : Drop.NONE;
  }

  /** 64 bits that all depend on all of these. */
  private static long mixed(long bits) {
    return new SplittableRandom(bits).nextLong();
  }

  /** FNV-1a, whose 64 bits keep the places apart. */
  private static long hash(String site) {
    long hash = 0xCBF29CE484222325L;
    for (int i = 0; i < site.length(); i++) {
      hash = (hash ^ site.charAt(i)) * 0x100000001B3L;
    }
    return hash;
  }
}

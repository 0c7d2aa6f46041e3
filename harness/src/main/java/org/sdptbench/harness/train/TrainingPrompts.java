package org.sdptbench.harness.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.sdptbench.glip.text.Captions;
import org.sdptbench.glip.text.ClassPrompt;
import org.sdptbench.harness.data.Category;
import org.sdptbench.harness.data.WrittenPrompts;

/**
 * The captions that training images go through the network with: the same for all, of all classes,
 * where that fits; else for each image, each time, one of all classes that it shows and of as many
 * others, drawn at random, as fit beside them, in the order of the classes. GLIP samples the
 * negatives of its captions so where a data set has many classes
 * (data/datasets/od_to_grounding.py).
 */
public final class TrainingPrompts {
  private final Captions captions;
  private final List<ClassPrompt> classes;
  private final Optional<Prompt> all;

  /**
   * Captions for the classes of a data set.
   *
   * @param written how classes stand in them
   */
  public TrainingPrompts(Captions captions, List<Category> categories, WrittenPrompts written) {
    this.captions = captions;
    this.classes = categories.stream().map(written::of).toList();
    this.all =
        captions.fitting(classes) == classes.size()
            ? Optional.of(Prompts.of(captions, categories, written, classes.size()).get(0))
            : Optional.empty();
  }

  /** Whether all images have the same caption. */
  public boolean same() {
    return all.isPresent();
  }

  /**
   * The caption for an image.
   *
   * @param random what is drawn is drawn from it
   */
  Prompt of(TaskImage image, SplittableRandom random) {
    return all.orElseGet(() -> sampled(image, random));
  }

  private Prompt sampled(TaskImage image, SplittableRandom random) {
    List<Integer> shown = new ArrayList<>(new TreeSet<>(image.labels()));
    List<Integer> others = new ArrayList<>();
    for (int label = 0; label < classes.size(); label++) {
      if (!shown.contains(label)) {
        others.add(label);
      }
    }
    List<Integer> drawn = new ArrayList<>(shuffled(shown, random));
    drawn.addAll(shuffled(others, random));
    int fit = captions.fitting(drawn.stream().map(classes::get).toList());
    List<Integer> labels = drawn.subList(0, fit).stream().sorted().toList();
    return new Prompt(captions.ofPrompts(labels.stream().map(classes::get).toList()), labels);
  }

  private static List<Integer> shuffled(List<Integer> values, SplittableRandom random) {
    for (int i = values.size() - 1; i > 0; i--) { // Fisher–Yates
      int j = random.nextInt(i + 1);
      Integer swapped = values.get(i);
      values.set(i, values.get(j));
      values.set(j, swapped);
    }
    return values;
  }
}

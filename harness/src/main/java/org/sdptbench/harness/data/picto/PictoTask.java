package org.sdptbench.harness.data.picto;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sdptbench.harness.data.Annotation;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.LvisFederation;

/**
 * A task: classes, a rendering and three splits. Scenes are rendered when a split is asked for.
 * Safe for use by several threads.
 */
public final class PictoTask {
  private final Pictographs pictographs;
  private final int side;
  private final TaskSpec spec;
  private final List<ClassDrawings> classes;

  PictoTask(Pictographs pictographs, int side, TaskSpec spec, List<ClassDrawings> classes) {
    this.pictographs = pictographs;
    this.side = side;
    this.spec = spec;
    this.classes = List.copyOf(classes);
  }

  /** Full name: {@code picto-coco}, {@code picto-lvis}, or {@code SUITE/TASK}. */
  public String name() {
    return spec.name();
  }

  /** Names of the classes in the order of their ids, which begin at 1. */
  public List<String> classes() {
    return classes.stream().map(ClassDrawings::name).toList();
  }

  List<ClassDrawings> drawings() {
    return classes;
  }

  List<String> bystanders() {
    return spec.bystanders();
  }

  /** Name of a split, as the lock has it. */
  String splitName(Split split) {
    return spec.name() + "/" + split.folder();
  }

  /** Renders a split. */
  public DetectionDataset split(Split split) {
    String name = splitName(split);
    int images = spec.images(split);
    List<List<Integer>> plan =
        spec.name().equals(TaskSpecs.LVIS)
            ? LongTail.plan(classes.size(), split, images)
            : List.of();
    return SceneDataset.of(
        name,
        classes(),
        side,
        images,
        i -> scene(name, i, plan.isEmpty() ? null : plan.get((int) i)));
  }

  /**
   * The group of each class by the training images it is in, by category id. LVIS reports its
   * average precision by these groups; for other tasks they are counts like any other.
   */
  public NavigableMap<Integer, Frequency> frequencies() {
    NavigableMap<Integer, Set<Long>> images = new TreeMap<>();
    for (Annotation a : split(Split.TRAIN).annotations()) {
      images.computeIfAbsent(a.categoryId(), c -> new HashSet<>()).add(a.imageId());
    }
    NavigableMap<Integer, Frequency> frequencies = new TreeMap<>();
    images.forEach((category, seen) -> frequencies.put(category, Frequency.of(seen.size())));
    return frequencies;
  }

  /**
   * What LVIS's evaluation has to know of a split: every image is annotated with all classes, and
   * how common each is. Empty for a task that is not the long tail.
   */
  public Optional<LvisFederation> federation(DetectionDataset split) {
    if (!spec.name().equals(TaskSpecs.LVIS)) {
      return Optional.empty();
    }
    Map<Integer, LvisFederation.Frequency> common = new TreeMap<>();
    frequencies().forEach((category, frequency) -> common.put(category, frequency.inLvis()));
    return Optional.of(LvisFederation.exhaustive(split, common));
  }

  private SceneRenderer scene(String stream, long index, @Nullable List<Integer> planned) {
    SceneRandom random = SceneRandom.of(stream, index);
    List<Item> items = new ArrayList<>();
    for (int label : planned == null ? labels(random) : planned) {
      String drawing = random.pick(classes.get(label).drawings());
      items.add(new Item(label, pictographs.get(drawing)));
    }
    for (int n = random.between(0, spec.mostBystanders()); n > 0; n--) {
      Item bystander = new Item(Item.UNLABELLED, pictographs.get(random.pick(spec.bystanders())));
      items.add(random.below(items.size() + 1), bystander);
    }
    return SceneRenderer.draw(side, spec.style(), items, random);
  }

  private List<Integer> labels(SceneRandom random) {
    Layout layout = spec.style().layout();
    List<Integer> labels = new ArrayList<>();
    for (int n = random.between(layout.least(), layout.most()); n > 0; n--) {
      boolean again = !labels.isEmpty() && random.chance(0.3);
      labels.add(again ? random.pick(labels) : (Integer) random.below(classes.size()));
    }
    return labels;
  }
}

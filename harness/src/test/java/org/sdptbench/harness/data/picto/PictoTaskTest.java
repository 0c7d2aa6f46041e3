package org.sdptbench.harness.data.picto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sdptbench.harness.data.Annotation;
import org.sdptbench.harness.data.Box;
import org.sdptbench.harness.data.DetectionDataset;

class PictoTaskTest {
  private static Picto picto;

  @BeforeAll
  static void open() throws Exception {
    picto = Picto.open(Picto.DEFAULT_SIDE);
  }

  @Test
  void thirteenTasksHaveTheClassesOfOdinw13() {
    Map<String, Integer> classes =
        picto.odinw13().stream()
            .collect(
                Collectors.toMap(
                    t -> t.name().substring("picto-odinw13/".length()), t -> t.classes().size()));
    assertThat(classes)
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("VOC", 20),
                Map.entry("Aerial", 5),
                Map.entry("Aquarium", 7),
                Map.entry("Rabbits", 1),
                Map.entry("EgoHands", 1),
                Map.entry("Mushrooms", 2),
                Map.entry("Packages", 1),
                Map.entry("Raccoon", 1),
                Map.entry("Shellfish", 3),
                Map.entry("Vehicles", 5),
                Map.entry("Pistols", 1),
                Map.entry("Pothole", 1),
                Map.entry("Thermal", 2)));
    assertThat(picto.task("picto-coco").classes()).hasSize(20);
    assertThat(picto.task("picto-lvis").classes()).hasSize(40);
  }

  @Test
  void preTrainingNeverSawTheDrawingsOfTheThirteen() throws Exception {
    Set<String> seen =
        PictoPretrain.baseNouns().stream()
            .flatMap(n -> n.drawings().stream())
            .collect(Collectors.toSet());
    for (PictoTask task : picto.odinw13()) {
      for (ClassDrawings c : task.drawings()) {
        assertThat(c.drawings()).as(task.name() + " " + c.name()).doesNotContainAnyElementsOf(seen);
      }
    }
  }

  @Test
  void tuningHasTwoTasksOfTheThirteensSize() {
    Map<String, List<String>> classes =
        picto.tuning().stream().collect(Collectors.toMap(PictoTask::name, PictoTask::classes));
    assertThat(classes)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "picto-tuning/Kitchen",
                List.of("jar", "knife", "pot", "spoon"),
                "picto-tuning/Insects",
                List.of("beetle", "caterpillar", "cricket", "fly", "mosquito")));
    for (Split split : Split.values()) {
      IntSummaryStatistics sizes = images(picto.odinw13(), split);
      assertThat(images(picto.tuning(), split).getMin()).isBetween(sizes.getMin(), sizes.getMax());
      assertThat(images(picto.tuning(), split).getMax()).isBetween(sizes.getMin(), sizes.getMax());
    }
  }

  private static IntSummaryStatistics images(List<PictoTask> tasks, Split split) {
    return tasks.stream().mapToInt(t -> t.split(split).images().size()).summaryStatistics();
  }

  @Test
  void whatTuningDetectsOccursNowhereElse() throws Exception {
    Pictographs pictographs = new Pictographs();
    List<PictoTask> tuning = picto.tuning();
    List<PictoTask> reported = picto.tasks().stream().filter(t -> !tuning.contains(t)).toList();
    assertThat(reported).hasSize(15);
    List<ClassDrawings> others =
        Stream.concat(
                PictoPretrain.baseNouns().stream(),
                reported.stream().flatMap(t -> t.drawings().stream()))
            .toList();
    Set<String> nouns =
        others.stream().map(c -> c.name().toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    // Compared by their pixels, since one picture may have several ids.
    Map<FloatBuffer, String> seen = new HashMap<>();
    Stream.concat(
            others.stream().flatMap(c -> c.drawings().stream()),
            picto.tasks().stream().flatMap(t -> t.bystanders().stream()))
        .forEach(id -> seen.put(pixels(pictographs, id), id));
    assertThat(seen).containsKey(pixels(pictographs, "emoji:honeybee")); // another id of the bee
    Set<String> own = new HashSet<>();
    for (PictoTask task : tuning) {
      for (ClassDrawings c : task.drawings()) {
        assertThat(nouns).doesNotContain(c.name());
        assertThat(own.add(c.name())).as(c.name()).isTrue();
        for (String id : c.drawings()) {
          assertThat(seen.get(pixels(pictographs, id))).as(id).isNull();
        }
      }
    }
  }

  private static FloatBuffer pixels(Pictographs pictographs, String id) {
    return FloatBuffer.wrap(pictographs.get(id).levels().get(0).rgba());
  }

  @Test
  void noDrawingIsTwoThingsInOneTask() throws Exception {
    Pictographs pictographs = new Pictographs();
    for (PictoTask task : picto.tasks()) {
      Set<String> used = new HashSet<>();
      Stream.concat(
              task.drawings().stream().flatMap(c -> c.drawings().stream()),
              task.bystanders().stream())
          .forEach(
              id -> {
                assertThat(used.add(id)).as(task.name() + " " + id).isTrue();
                assertThat(pictographs.get(id).width()).isPositive();
              });
    }
  }

  static Stream<String> names() throws Exception {
    return Picto.open(Picto.DEFAULT_SIDE).tasks().stream().map(PictoTask::name);
  }

  @ParameterizedTest
  @MethodSource("names")
  void splitsAreSoundAndHoldEveryClass(String name) throws Exception {
    PictoTask task = picto.task(name);
    Set<Integer> pictures = new HashSet<>();
    int images = 0;
    for (Split split : Split.values()) {
      DetectionDataset data = task.split(split);
      assertThat(data.name()).isEqualTo(name + "/" + split.folder());
      assertThat(data.images().size()).isGreaterThanOrEqualTo(MINIMUM.get(split));
      Set<Integer> present = new HashSet<>();
      for (Annotation a : data.annotations()) {
        present.add(a.categoryId());
        Box b = a.box();
        assertThat(b.x()).isBetween(0.0, 127.0);
        assertThat(b.y()).isBetween(0.0, 127.0);
        assertThat(b.x() + b.width()).isLessThanOrEqualTo(128);
        assertThat(b.y() + b.height()).isLessThanOrEqualTo(128);
        assertThat(a.area()).isBetween(6.0, b.area());
      }
      assertThat(present).as(data.name()).hasSize(task.classes().size());
      for (int i = 0; i < 19; i++) {
        byte[] rgb = data.pixels().read(data.images().get(i)).rgb();
        pictures.add(java.util.Arrays.hashCode(rgb));
        images++;
      }
    }
    assertThat(pictures).as("no picture is in two splits").hasSize(images);
  }

  private static final Map<Split, Integer> MINIMUM =
      Map.of(Split.TRAIN, 19, Split.VALIDATION, 30, Split.TEST, 100);

  @Test
  void theLongTailIsLong() {
    PictoTask lvis = picto.task("picto-lvis");
    NavigableMap<Integer, Frequency> frequencies = lvis.frequencies();
    Map<Frequency, Long> groups =
        frequencies.values().stream().collect(Collectors.groupingBy(f -> f, Collectors.counting()));
    assertThat(groups)
        .isEqualTo(Map.of(Frequency.FREQUENT, 12L, Frequency.COMMON, 14L, Frequency.RARE, 14L));
    TreeMap<Integer, Set<Long>> tested = new TreeMap<>();
    for (Annotation a : lvis.split(Split.TEST).annotations()) {
      tested.computeIfAbsent(a.categoryId(), c -> new HashSet<>()).add(a.imageId());
    }
    assertThat(tested).hasSize(40);
    assertThat(tested.values()).allSatisfy(i -> assertThat(i.size()).isBetween(26, 45));
  }

  @Test
  void frequenciesFollowTheNumberOfImages() {
    assertThat(List.of(1, 3, 4, 20, 21).stream().map(Frequency::of))
        .containsExactly(
            Frequency.RARE, Frequency.RARE, Frequency.COMMON, Frequency.COMMON, Frequency.FREQUENT);
    assertThatThrownBy(() -> Frequency.of(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void otherSizesShowTheSameKindOfScene() throws Exception {
    DetectionDataset large = Picto.open(160).task("picto-odinw13/Thermal").split(Split.TRAIN);
    assertThat(large.pixels().read(large.images().get(0)).width()).isEqualTo(160);
    double right =
        large.annotations().stream()
            .mapToDouble(a -> a.box().x() + a.box().width())
            .max()
            .orElseThrow();
    assertThat(right).isBetween(140.0, 160.0);
  }

  @Test
  void mistakesNameTheNearest() {
    assertThatThrownBy(() -> picto.task("picto-odinw13/Aquariun"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("did you mean 'picto-odinw13/Aquarium'?");
    assertThatThrownBy(() -> new Pictographs().get("emoji:monky"))
        .hasMessageContaining("did you mean 'monkey'?");
    assertThatThrownBy(() -> new Pictographs().get("mdi:umbrela"))
        .hasMessageContaining("did you mean 'umbrella'?");
    assertThatThrownBy(() -> Picto.open(16)).hasMessageContaining("32 to 1024");
  }
}

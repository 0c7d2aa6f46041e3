package org.sdptbench.harness.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FewShotTest {

  @Test
  void shufflesAsPythonDoes() {
    // Printed by CPython 3.11: random.Random(seed).shuffle(list(range(20))).
    assertThat(shuffled(3))
        .containsExactly(
            8L, 3L, 6L, 5L, 15L, 16L, 2L, 12L, 0L, 1L, 13L, 10L, 19L, 9L, 14L, 11L, 4L, 17L, 18L,
            7L);
    assertThat(shuffled(300))
        .containsExactly(
            12L, 16L, 4L, 7L, 14L, 13L, 3L, 1L, 10L, 2L, 17L, 9L, 6L, 8L, 5L, 15L, 0L, 18L, 11L,
            19L);
    assertThat(shuffled((1L << 40) + 5))
        .containsExactly(
            9L, 7L, 17L, 13L, 4L, 18L, 5L, 6L, 10L, 11L, 3L, 14L, 12L, 15L, 2L, 1L, 0L, 8L, 19L,
            16L);
  }

  @Test
  void keepsAnImageWhileAnyOfItsClassesHasQuota() {
    // Image 3 is kept for class 2 and overdraws class 1, so image 4 is not needed any more.
    DetectionDataset picked =
        FewShot.pick(
            dataset(object(1, 1), object(2, 1), object(3, 1), object(3, 2), object(4, 1)), 1, 0);
    assertThat(ids(picked)).containsExactly(1L, 3L);
    assertThat(picked.annotations()).extracting(Annotation::imageId).containsExactly(1L, 3L, 3L);
  }

  @Test
  void countsImagesNotBoxes() {
    DetectionDataset picked =
        FewShot.pick(dataset(object(1, 1), object(1, 1), object(1, 1), object(2, 1)), 2, 0);
    assertThat(ids(picked)).containsExactly(1L, 2L);
  }

  @Test
  void leavesOutImagesWithoutARealBox() {
    Annotation flat = new Annotation(99, 1, 1, new Box(0, 0, 50, 1), 50, false);
    assertThat(ids(FewShot.pick(dataset(flat, object(2, 1)), 1, 0))).containsExactly(2L);
  }

  @Test
  void zeroShotsMeanAllImages() {
    DetectionDataset all = dataset(object(1, 1));
    assertThat(FewShot.pick(all, 0, 3)).isSameAs(all);
    assertThatThrownBy(() -> FewShot.pick(all, -1, 3)).hasMessageContaining("found -1");
  }

  @Test
  void seedsPickDifferentImages() {
    Annotation[] objects =
        LongStream.rangeClosed(1, 9).mapToObj(i -> object(i, 1)).toArray(Annotation[]::new);
    assertThat(ids(FewShot.pick(dataset(objects), 2, 3)))
        .hasSize(2)
        .isNotEqualTo(ids(FewShot.pick(dataset(objects), 2, 30)))
        .isSorted();
  }

  private static List<Long> shuffled(long seed) {
    List<Long> list =
        LongStream.range(0, 20).boxed().collect(Collectors.toCollection(ArrayList::new));
    FewShot.shuffleAsPython(list, seed);
    return list;
  }

  private static List<Long> ids(DetectionDataset dataset) {
    return dataset.images().stream().map(ImageInfo::id).toList();
  }

  private static Annotation object(long image, int category) {
    return new Annotation(image * 10 + category, image, category, new Box(0, 0, 9, 9), 81, false);
  }

  private static DetectionDataset dataset(Annotation... objects) {
    return new DetectionDataset(
        "hand-made",
        List.of(new Category(1, "cat"), new Category(2, "dog")),
        LongStream.rangeClosed(1, 9).mapToObj(i -> new ImageInfo(i, i + ".jpg", 99, 99)).toList(),
        List.of(objects),
        image -> {
          throw new IOException("no pixels");
        });
  }
}

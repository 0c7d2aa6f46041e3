package org.sdptbench.harness.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassSplitTest {
  @ParameterizedTest
  @CsvSource({"2, 1", "3, 2", "7, 4", "20, 10"})
  void theFirstHalfRoundedUpIsTheBase(int classes, int base) throws IOException {
    DetectionDataset data = dataset(classes);
    ClassSplit split = ClassSplit.of(data);
    assertThat(split.base()).isEqualTo(data.categories().subList(0, base));
    assertThat(split.novel()).isEqualTo(data.categories().subList(base, classes));
  }

  @Test
  void aDataSetOfSomeCategoriesKeepsAllImages() throws IOException {
    DetectionDataset data = dataset(3);
    DetectionDataset novel = data.ofCategories(ClassSplit.of(data).novel());
    assertThat(novel.categories()).containsExactly(new Category(30, "c3"));
    assertThat(novel.images()).isEqualTo(data.images());
    assertThat(novel.annotations()).extracting(Annotation::categoryId).containsExactly(30);
  }

  @Test
  void oneClassCannotBeSplit() {
    assertThatThrownBy(() -> ClassSplit.of(dataset(1)))
        .isInstanceOf(IOException.class)
        .hasMessage("some/test has 1 class, c1; recipe.classes = base needs at least 2");
  }

  private static DetectionDataset dataset(int classes) {
    List<Category> categories = new ArrayList<>();
    List<ImageInfo> images = new ArrayList<>();
    List<Annotation> objects = new ArrayList<>();
    for (int i = 1; i <= classes; i++) {
      categories.add(new Category(10 * i, "c" + i));
      images.add(new ImageInfo(i, i + ".png", 9, 9));
      objects.add(new Annotation(i, i, 10 * i, new Box(0, 0, 5, 5), 25, false));
    }
    return new DetectionDataset(
        "some/test",
        categories,
        images,
        objects,
        image -> {
          throw new IOException("no pixels");
        });
  }
}

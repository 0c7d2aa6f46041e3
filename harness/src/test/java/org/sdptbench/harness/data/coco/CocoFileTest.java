package org.sdptbench.harness.data.coco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdptbench.harness.data.Annotation;
import org.sdptbench.harness.data.Box;
import org.sdptbench.harness.data.Category;
import org.sdptbench.harness.data.DatasetException;
import org.sdptbench.harness.data.ImageFolder;
import org.sdptbench.harness.data.ImageInfo;
import org.sdptbench.harness.data.LvisFederation.Frequency;

class CocoFileTest {
  private static final String IMAGE = "{'id': 7, 'file_name': 'a.jpg', 'width': 100, 'height': 50}";
  private static final String CATEGORY = "{'id': 3, 'name': 'cat'}";
  private static final String ANNOTATION =
      "{'id': 1, 'image_id': 7, 'category_id': 3, 'bbox': [10, 10, 20, 20], 'area': 123.5,"
          + " 'iscrowd': 1, 'segmentation': [[1, 2, 3]]}";

  private final Path folder;

  CocoFileTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void readsSectionsInAnyOrderAndSortsImagesAndCategories() throws IOException {
    CocoFile file =
        CocoFile.read(
            write(
                """
                {'info': {'a': [1, {'b': 2}]},
                 'annotations': [%s],
                 'images': [{'id': 9, 'file_name': 'x/b.jpg', 'width': 5, 'height': 5}, %s],
                 'categories': [{'id': 5, 'name': 'dog'}, %s]}
                """
                    .formatted(ANNOTATION, IMAGE, CATEGORY)));
    assertThat(file.categories()).containsExactly(new Category(3, "cat"), new Category(5, "dog"));
    assertThat(file.images())
        .containsExactly(new ImageInfo(7, "a.jpg", 100, 50), new ImageInfo(9, "x/b.jpg", 5, 5));
    assertThat(file.annotations())
        .containsExactly(new Annotation(1, 7, 3, new Box(10, 10, 20, 20), 123.5, true));
    assertThat(file.federation()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'id': 1 | 'id': 'one' | /annotations/0/id (line 3) | found \"one\" | an integer",
        "'id': 1 | 'id': 1.5 | /annotations/0/id | found 1.5 | an integer",
        "'id': 1 | 'id': 99999999999999999999 | /annotations/0/id | found 99999999999999999999 |"
            + " an integer",
        "'image_id': 7, | `` | /annotations/0/image_id | found nothing | an integer",
        "'image_id': 7 | 'image_id': 8 | /annotations/0/image_id | found 8 | one of the 1 images",
        "'category_id': 3 | 'category_id': 4 | /annotations/0/category_id | found 4 | one of [3]",
        "[10, 10, 20, 20] | [10, 10, -1, 20] | /annotations/0/bbox | found [10,10,-1,20] | at"
            + " least 0",
        "[10, 10, 20, 20] | [10, 10, 20] | /annotations/0/bbox | found [10,10,20] | [left, top,",
        "[10, 10, 20, 20] | [10, 10, 20, 1e999] | /annotations/0/bbox | found | finite",
        "[10, 10, 20, 20] | null | /annotations/0/bbox | found nothing | [left, top,",
        "'area': 123.5 | 'area': -1 | /annotations/0/area | found -1 | at least 0",
        "'area': 123.5, | `` | /annotations/0/area | found nothing | at least 0",
        "'iscrowd': 1 | 'iscrowd': 2 | /annotations/0/iscrowd | found 2 | 0 or 1",
        "'width': 100 | 'width': 0 | /images/0/width (line 1) | found 0 | at least 1",
        "'width': 100, 'height': 50 | 'width': 50000, 'height': 50000 | /images/0/width | 50000 x"
            + " 50000 | at most 67108864",
        "a.jpg | ../a.jpg | /images/0/file_name | '../a.jpg' | inside the image folder",
        "a.jpg | /etc/passwd | /images/0/file_name | '/etc/passwd' | inside the image folder",
        "'file_name': 'a.jpg', | `` | /images/0/file_name | found nothing | not blank",
        "'name': 'cat' | 'name': ' ' | /categories/0/name (line 2) | found \" \" | not blank",
        "'id': 3, | `` | /categories/0/id | found nothing | an integer",
        "'id': 3 | 'id': -3 | /categories/0/id | found -3 | at least 0",
      })
  void namesFilePlaceFoundAndAllowed(
      String from, String to, String place, String found, String allowed) throws IOException {
    String good =
        "{'images': [%s],\n'categories': [%s],\n'annotations': [%s]}"
            .formatted(IMAGE, CATEGORY, ANNOTATION);
    CocoFile.read(write(good));
    assertThat(good).contains(from);
    Path bad = write(good.replace(from, to));
    DatasetException e = catchThrowableOfType(DatasetException.class, () -> CocoFile.read(bad));
    assertThat(e).hasMessageContainingAll("test.json, " + place, found, allowed);
    // A category without a readable id is missed by the object that refers to it as well.
    assertThat(e.count()).isEqualTo(from.startsWith("'id': 3") ? 2 : 1);
  }

  @Test
  void reportsEverythingAtOnce() throws IOException {
    Path bad =
        write(
            """
            {'images': [%1$s, %1$s, 17],
             'categories': [%2$s, %2$s],
             'annotations': [%3$s,
              %3$s,
              {'id': 2}]}
            """
                .formatted(IMAGE, CATEGORY, ANNOTATION));
    DatasetException e = catchThrowableOfType(DatasetException.class, () -> CocoFile.read(bad));
    assertThat(e)
        .hasMessageStartingWith("8 problems:")
        .hasMessageContainingAll(
            "/images/1/id (line 1): found 7 for a second time; allowed: each id once",
            "/images/2 (line 1): found 17; allowed: an object",
            "/categories/1/id (line 2): found 3 for a second time",
            "/annotations/1/id (line 4): found 1 for a second time",
            "/annotations/2/image_id (line 5): found nothing",
            "/annotations/2/category_id",
            "/annotations/2/bbox",
            "/annotations/2/area");
    assertThat(e.problems()).hasSize(8);
  }

  @Test
  void emptyListsAreRefused() throws IOException {
    Path bad = write("{'images': [], 'categories': [], 'annotations': []}");
    assertThatThrownBy(() -> CocoFile.read(bad))
        .hasMessageStartingWith("2 problems:")
        .hasMessageContainingAll(
            "test.json, /images: found an empty list; allowed: at least one entry",
            "test.json, /categories: found an empty list");
    Path noObjects =
        write("{'images': [%s], 'categories': [%s], 'annotations': []}".formatted(IMAGE, CATEGORY));
    assertThat(CocoFile.read(noObjects).annotations()).isEmpty();
  }

  @Test
  void longListsAreCut() throws IOException {
    String wrong = IntStream.range(0, 5000).mapToObj(i -> "0").collect(Collectors.joining(","));
    Path bad =
        write("{'images': [%s], 'categories': [%s], 'annotations': []}".formatted(wrong, CATEGORY));
    DatasetException e = catchThrowableOfType(DatasetException.class, () -> CocoFile.read(bad));
    assertThat(e).hasMessageStartingWith("5000 problems:").hasMessageEndingWith("and 4980 more");
    assertThat(e.count()).isEqualTo(5000);
    assertThat(e.problems()).hasSize(100);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "7",
        "{",
        "{'images': [{",
        "{'images': 7}",
        "{'images': [], 'images': []}",
        "{'images': [], 'categories': [], 'annotations': []} {}",
        "{'images': [], 'categories': []}",
        "\u0000",
      })
  void otherContentIsAnErrorThatNamesTheFile(String content) throws IOException {
    Path bad = write(content);
    assertThatThrownBy(() -> CocoFile.read(bad))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("test.json");
  }

  @Test
  void deepNestingIsRefused() throws IOException {
    Path bad = write("{'info': " + "[".repeat(100_000) + "]".repeat(100_000) + "}");
    assertThatThrownBy(() -> CocoFile.read(bad))
        .isInstanceOf(DatasetException.class)
        .hasMessageContainingAll("test.json", "nesting depth");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[-0.001, 0.5, 100.5, 50.5]",
        "[85, 10, 20, 20]",
        "[-300.25, -200.5, 1000, 2000]",
        "[5000, 6000, 0.001, 0.002]",
        "[10, 10, 0, 0]",
      })
  void boxesAreKeptAsTheyAreAnnotated(String box) throws IOException {
    CocoFile file =
        CocoFile.read(
            write(
                "{'images': [%s], 'categories': [%s], 'annotations': [%s]}"
                    .formatted(IMAGE, CATEGORY, ANNOTATION.replace("[10, 10, 20, 20]", box))));
    Annotation object = file.annotations().get(0);
    Box kept = object.box();
    assertThat(new double[] {kept.x(), kept.y(), kept.width(), kept.height()})
        .containsExactly(
            Stream.of(box.replaceAll("[\\[\\] ]", "").split(","))
                .mapToDouble(Double::parseDouble)
                .toArray());
    assertThat(object.area()).isEqualTo(123.5);
  }

  @Test
  void missingImagesAreReportedTogether() throws IOException {
    Path file =
        write(
            "{'images': [%s, %s], 'categories': [%s], 'annotations': []}"
                .formatted(IMAGE, IMAGE.replace("7", "8").replace("a.jpg", "b.jpg"), CATEGORY));
    assertThatThrownBy(() -> CocoFile.read(file, new ImageFolder(folder)))
        .hasMessageStartingWith("2 problems:")
        .hasMessageContaining("/images/0/file_name (line 1): found 'a.jpg', no such file")
        .hasMessageContaining("'b.jpg', no such file; allowed: a file in " + folder);
    Files.createFile(folder.resolve("a.jpg"));
    Files.createFile(folder.resolve("b.jpg"));
    assertThat(CocoFile.read(file, new ImageFolder(folder)).images()).hasSize(2);
  }

  @Test
  void readsWhatLvisAdds() throws IOException {
    CocoFile file =
        CocoFile.read(
            write(
                """
                {'images': [{'id': 7, 'width': 100, 'height': 50,
                   'coco_url': 'http://images.example.org/val2017/000000000007.jpg',
                   'neg_category_ids': [4], 'not_exhaustive_category_ids': [3]}],
                 'categories': [{'id': 3, 'name': 'cat', 'frequency': 'r'},
                                {'id': 4, 'name': 'dog', 'frequency': 'f'}],
                 'annotations': [{'id': 1, 'image_id': 7, 'category_id': 3, 'area': 4,
                                  'bbox': [1, 1, 2, 2]}]}
                """));
    assertThat(file.images().get(0).fileName()).isEqualTo("val2017/000000000007.jpg");
    assertThat(file.annotations().get(0).crowd()).isFalse();
    assertThat(file.federation())
        .hasValueSatisfying(
            f -> {
              assertThat(f.frequencies())
                  .containsEntry(3, Frequency.RARE)
                  .containsEntry(4, Frequency.FREQUENT);
              assertThat(f.negatives().get(7L)).containsExactly(4);
              assertThat(f.notExhaustive().get(7L)).containsExactly(3);
            });
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> CocoFile.read(folder.resolve("none.json")))
        .hasMessageContaining("none.json: found no such file");
  }

  private Path write(String json) throws IOException {
    return Files.writeString(folder.resolve("test.json"), json.replace('\'', '"'));
  }
}

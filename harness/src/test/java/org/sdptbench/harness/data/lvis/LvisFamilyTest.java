package org.sdptbench.harness.data.lvis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.harness.catalog.Datasets;
import org.sdptbench.harness.data.TaskSplits;

class LvisFamilyTest {
  private final Path data;

  LvisFamilyTest(@TempDir Path data) {
    this.data = data;
  }

  private void write(String file, int images) throws IOException {
    StringBuilder list = new StringBuilder();
    for (int id = 1; id <= images; id++) {
      list.append(id == 1 ? "" : ",")
          .append(
              """
              {"id": %1$s, "width": 20, "height": 10, "neg_category_ids": [4],
               "not_exhaustive_category_ids": [],
               "coco_url": "http://images.example.org/val2017/%1$s.png"}"""
                  .formatted(id));
      Path image = data.resolve("coco/val2017/%s.png".formatted(id));
      Files.createDirectories(image.getParent());
      ImageIO.write(new BufferedImage(20, 10, BufferedImage.TYPE_INT_RGB), "png", image.toFile());
    }
    Files.createDirectories(data.resolve("lvis"));
    Files.writeString(
        data.resolve("lvis").resolve(file),
        """
        {"images": [%s], "categories": [{"id": 3, "name": "cat", "frequency": "r"},
                                        {"id": 4, "name": "dog", "frequency": "f"}],
         "annotations": [{"id": 1, "image_id": 1, "category_id": 3, "area": 36,
                          "bbox": [1, 1, 6, 6]}]}
        """
            .formatted(list));
  }

  @Test
  void theWholeValidationSplitIsATaskOfItsOwn() throws IOException {
    write("lvis_v1_train.json", 1);
    write("lvis_v1_minival_inserted_image_name.json", 2);
    Datasets datasets = new Datasets(Optional.of(data));
    assertThat(datasets.open("lvis").test().images()).hasSize(2);
    assertThat(datasets.digest("lvis")).isPresent();
    assertThat(datasets.digest("lvis-val")).isEmpty();
    assertThat(datasets.remedy("lvis-val")).contains("lvis_od_val.json");
    write("lvis_od_val.json", 3);
    TaskSplits whole = datasets.open("lvis-val");
    assertThat(whole.validation().images()).hasSize(2);
    assertThat(whole.test().images()).hasSize(3);
    assertThat(whole.test().name()).isEqualTo("lvis/val");
    assertThat(whole.federation()).isPresent();
    Files.writeString(
        data.resolve("lvis/lvis_od_val.json"),
        Files.readString(data.resolve("lvis/lvis_od_val.json"))
            .replace(", \"frequency\": \"r\"", ""));
    assertThatThrownBy(() -> datasets.open("lvis-val"))
        .hasMessageContaining("lvis_od_val.json: found a COCO file without LVIS's additions");
  }
}

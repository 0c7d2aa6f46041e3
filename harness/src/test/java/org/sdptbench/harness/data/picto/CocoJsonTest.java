package org.sdptbench.harness.data.picto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.harness.data.Annotation;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.ImageInfo;

class CocoJsonTest {
  @Test
  void everythingReadsBack(@TempDir Path folder) throws Exception {
    DetectionDataset data = Picto.open(64).task("picto-odinw13/Mushrooms").split(Split.VALIDATION);
    Path file = CocoJson.write(data, folder, Map.of(2, Frequency.RARE));
    JsonNode root = new ObjectMapper().readTree(file.toFile());
    assertThat(root.at("/categories/0/name").asText()).isEqualTo("CoW");
    assertThat(root.at("/categories/0").has("frequency")).isFalse();
    assertThat(root.at("/categories/1/frequency").asText()).isEqualTo("r");
    assertThat(root.at("/images")).hasSize(30);
    assertThat(root.at("/annotations")).hasSameSizeAs(data.annotations());
    for (int k = 0; k < data.annotations().size(); k++) {
      Annotation a = data.annotations().get(k);
      JsonNode node = root.at("/annotations/" + k);
      assertThat(node.get("id").asLong()).isEqualTo(a.id());
      assertThat(node.get("image_id").asLong()).isEqualTo(a.imageId());
      assertThat(node.get("category_id").asInt()).isEqualTo(a.categoryId());
      assertThat(node.get("bbox").get(2).asDouble()).isEqualTo(a.box().width());
      assertThat(node.get("area").asDouble()).isEqualTo(a.area());
      assertThat(node.get("iscrowd").asInt()).isZero();
    }
    ImageInfo image = data.images().get(7);
    BufferedImage png = ImageIO.read(folder.resolve("images/" + image.fileName()).toFile());
    byte[] rgb = data.pixels().read(image).rgb();
    for (int p = 0; p < 64 * 64; p++) {
      int found = png.getRGB(p % 64, p / 64);
      assertThat((byte) (found >> 16)).isEqualTo(rgb[p * 3]);
      assertThat((byte) (found >> 8)).isEqualTo(rgb[p * 3 + 1]);
      assertThat((byte) found).isEqualTo(rgb[p * 3 + 2]);
    }
  }

  @Test
  void fileNamesStayInTheFolder(@TempDir Path folder) throws Exception {
    DetectionDataset data = Picto.open(64).task("picto-odinw13/Mushrooms").split(Split.TRAIN);
    DetectionDataset hostile =
        new DetectionDataset(
            "hostile",
            data.categories(),
            List.of(new ImageInfo(1, "../../evil.png", 64, 64)),
            List.of(),
            data.pixels());
    assertThatThrownBy(() -> CocoJson.write(hostile, folder.resolve("out")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("leads out of");
    assertThat(folder.resolve("evil.png")).doesNotExist();
  }
}

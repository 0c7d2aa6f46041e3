package org.sdptbench.harness.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.sdptbench.glip.digest.Sha256;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.harness.fetch.ReadProgress;

/** A checkpoint that is made anew needs a new pin: {@code unzip -v} and {@code sha256sum}. */
class EmbeddedWeightsTest {
  @Test
  void pinsAreThoseOfTheCheckpointsInThisBuild() throws IOException {
    List<EmbeddedWeights> embedded =
        Backbone.ALL.stream()
            .map(Backbone::weights)
            .filter(EmbeddedWeights.class::isInstance)
            .map(EmbeddedWeights.class::cast)
            .toList();
    assertThat(embedded).isNotEmpty();
    for (EmbeddedWeights weights : embedded) {
      byte[] content = content(weights.resource());
      CRC32 sum = new CRC32();
      sum.update(content);
      assertThat(weights.pin())
          .isEqualTo(new EmbeddedWeights.Pin(sum.getValue(), new Sha256().add(content).hex()));
    }
  }

  @Test
  void anotherCheckpointThanThePinnedOneIsReadInWhole() throws IOException {
    Backbone mini = Backbone.ALL.get(0);
    EmbeddedWeights pinned = (EmbeddedWeights) mini.weights();
    EmbeddedWeights other =
        new EmbeddedWeights(
            pinned.resource(), pinned.recipe(), new EmbeddedWeights.Pin(0, "0".repeat(64)));
    assertThat(other.digest(new Glip(mini.config()), Optional.empty(), ReadProgress.NONE))
        .contains(pinned.pin().sha256());
  }

  @Test
  void aCheckpointThatIsNotInTheBuildHasNoDigest() throws IOException {
    EmbeddedWeights absent =
        new EmbeddedWeights("absent.safetensors", "none.yaml", new EmbeddedWeights.Pin(0, ""));
    assertThat(
            absent.digest(
                new Glip(Backbone.ALL.get(0).config()), Optional.empty(), ReadProgress.NONE))
        .isEmpty();
  }

  private static byte[] content(String resource) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(EmbeddedWeights.class.getResourceAsStream(resource))) {
      return in.readAllBytes();
    }
  }
}

package org.sdptbench.harness.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.text.Captions;
import org.sdptbench.glip.text.Tokenizer;
import org.sdptbench.harness.catalog.EmbeddedWeights;
import org.sdptbench.harness.data.picto.Picto;

class PretrainerTest {
  private static final PretrainRecipe RECIPE =
      new PretrainRecipe(
          "test",
          1,
          2,
          new PretrainRecipe.Crops(3, 4, 32, 1e-3, 1),
          new PretrainRecipe.Objects(2, 4, 1e-3, 1),
          new PretrainRecipe.Scenes(4, 2, 2, 5, 1e-3, 1, 0.2, 1),
          0.05,
          2,
          new PretrainRecipe.Validation(2, 1, 24),
          2);

  @Test
  @Tag("slow")
  void goesOnAfterAnInterruptionWithTheSameResult(@TempDir Path folder) throws Exception {
    Glip glip = new Glip(GlipConfig.MINI);
    try (Tokenizer tokenizer = Tokenizer.bertBaseUncased();
        Params text = EmbeddedWeights.miniLm(glip)) {
      Captions captions = new Captions(tokenizer, 256);
      Picto picto = Picto.open(64);
      Pretrainer whole =
          new Pretrainer(
              RECIPE, glip, text, captions, picto.pretrain(), folder.resolve("a"), line -> {});
      Pretrainer broken =
          new Pretrainer(
              RECIPE, glip, text, captions, picto.pretrain(), folder.resolve("b"), line -> {});
      assertThatThrownBy(
              () ->
                  broken.run(
                      (step, params) -> {
                        throw new IOException("pulled the plug");
                      }))
          .hasMessage("pulled the plug");
      try (Params expected = whole.run((step, params) -> {});
          Params actual = broken.run((step, params) -> {})) {
        for (String name : expected.names()) {
          assertThat(actual.get(name).toFloatArray())
              .as(name)
              .isEqualTo(expected.get(name).toFloatArray());
        }
      }
    }
  }
}

package org.sdptbench.harness.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.testing.Scales;

class PretrainRecipeTest {
  private static final Path OURS = Scales.experiments().resolve("pretrain-mini.yaml");

  private final Path file;

  PretrainRecipeTest(@TempDir Path folder) {
    file = folder.resolve("r.yaml");
  }

  private void refuses(String recipe, String... messages) throws Exception {
    Files.writeString(file, recipe);
    assertThatThrownBy(() -> PretrainRecipe.read(file))
        .isInstanceOf(InvalidInputException.class)
        .satisfies(
            e ->
                assertThat(String.valueOf(e.getMessage()).replace(file.toString(), "r.yaml"))
                    .contains(messages));
  }

  @Test
  void ourOwnRecipeIsRead() throws Exception {
    PretrainRecipe recipe = PretrainRecipe.read(OURS);
    assertThat(recipe.name()).isEqualTo("glip-mini");
    assertThat(recipe.crops().side()).isEqualTo(64);
  }

  @Test
  void allMistakesAreReportedWithTheirLines() throws Exception {
    String ours = Files.readString(OURS).replaceAll("(?m)^#.*\\R", "");
    refuses(
        ours.replace("weightDecay:", "weightdecay:")
            .replaceFirst("side: \\d+", "side: 65")
            .replaceFirst("learningRate: \\S+", "learningRate: fast")
            .replaceFirst("every: \\d+", "every: 0"),
        "r.yaml:7:9: 'crops/side': found 65; allowed: a multiple of 32",
        "r.yaml:8:17: 'crops/learningRate': found 'fast'; allowed: a number above 0",
        "unknown key 'weightdecay', did you mean 'weightDecay'?",
        "missing key 'weightDecay'",
        "'validation/every': found 0; allowed: a whole number from 1",
        "5 problems");
  }

  @Test
  void keysThatDoNotFitTogetherAreNamed() throws Exception {
    String ours = Files.readString(OURS);
    refuses(
        ours.replaceFirst("shards: \\d+", "shards: 7")
            .replaceFirst("leastNames: \\d+", "leastNames: 100"),
        "'crops/batch': found ",
        "'objects/batch': found ",
        "'scenes/batch': found 16; allowed: a multiple of shards, which is 7",
        "'scenes/leastNames': found 100; allowed: at most mostNames, which is ",
        "4 problems");
    refuses("name: [", "r.yaml:1:", "not valid YAML");
  }
}

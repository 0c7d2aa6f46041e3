package org.sdptbench.harness.pretrain;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Problem;
import org.sdptbench.harness.spec.Problems;
import org.sdptbench.harness.spec.SchemaCheck;
import org.sdptbench.harness.spec.YamlSource;

/**
 * How GLIP-mini is pre-trained.
 *
 * @param name name of the resulting model
 * @param seed seed of the initial weights and of the captions
 * @param shards threads that share each step; part of the recipe, as results depend on it
 * @param crops first stage
 * @param objects second stage
 * @param scenes third stage
 * @param weightDecay AdamW's decoupled weight decay, of matrices only
 * @param clipNorm largest global norm of the gradient
 * @param validation when and on how much to validate
 * @param saveEvery steps between saved states
 */
public record PretrainRecipe(
    String name,
    long seed,
    int shards,
    Crops crops,
    Objects objects,
    Scenes scenes,
    double weightDecay,
    double clipNorm,
    Validation validation,
    int saveEvery) {

  /**
   * The stage on single objects.
   *
   * @param steps optimiser steps
   * @param batch crops per step, over all shards
   * @param side width and height of a crop in pixels
   * @param learningRate AdamW's peak learning rate
   * @param warmup steps of linear warm-up
   */
  public record Crops(int steps, int batch, int side, double learningRate, int warmup) {}

  /**
   * The stage on the objects of scenes.
   *
   * @param steps optimiser steps
   * @param batch scenes per step, over all shards
   * @param learningRate AdamW's peak learning rate
   * @param warmup steps of linear warm-up
   */
  public record Objects(int steps, int batch, double learningRate, int warmup) {}

  /**
   * The stage on scenes.
   *
   * @param steps optimiser steps
   * @param batch scenes per step, over all shards
   * @param leastNames fewest names in a caption
   * @param mostNames most names in a caption
   * @param learningRate AdamW's peak learning rate
   * @param warmup steps of linear warm-up
   * @param layerScale start of the fusion layers' scale
   * @param namingWeight weight of the cross entropy over names beside GLIP's losses; 0 for none
   */
  public record Scenes(
      int steps,
      int batch,
      int leastNames,
      int mostNames,
      double learningRate,
      int warmup,
      double layerScale,
      double namingWeight) {}

  /**
   * Validation.
   *
   * @param every steps of the scene stage between validations
   * @param scenes validation scenes used
   * @param namesPerCaption nouns in a caption, a scene's own among them
   */
  public record Validation(int every, int scenes, int namesPerCaption) {}

  /**
   * Reads a recipe.
   *
   * @throws InvalidInputException with all mistakes, each with file, line and what is allowed
   * @throws IOException if the file exists and cannot be read
   */
  public static PretrainRecipe read(Path file) throws IOException, InvalidInputException {
    Problems problems = new Problems();
    Optional<YamlSource> source = YamlSource.read(file, problems);
    source.ifPresent(yaml -> new SchemaCheck("pretrain.schema.json").check(yaml, problems));
    problems.throwIfAny();
    YamlSource yaml = source.orElseThrow();
    PretrainRecipe recipe =
        new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .treeToValue(yaml.root(), PretrainRecipe.class);
    recipe.check(yaml, problems);
    problems.throwIfAny();
    return recipe;
  }

  /** What concerns two keys at once. */
  private void check(YamlSource yaml, Problems problems) {
    String shared = "a multiple of shards, which is " + shards;
    if (crops.batch % shards != 0) {
      problems.add(problem(yaml, "/crops/batch", crops.batch, shared));
    }
    if (objects.batch % shards != 0) {
      problems.add(problem(yaml, "/objects/batch", objects.batch, shared));
    }
    if (scenes.batch % shards != 0) {
      problems.add(problem(yaml, "/scenes/batch", scenes.batch, shared));
    }
    if (scenes.leastNames > scenes.mostNames) {
      String most = "at most mostNames, which is " + scenes.mostNames;
      problems.add(problem(yaml, "/scenes/leastNames", scenes.leastNames, most));
    }
  }

  private static Problem problem(YamlSource yaml, String key, int found, String allowed) {
    return Problem.of(
        yaml.at(JsonPointer.compile(key)),
        "'%s': found %s".formatted(key.substring(1), found),
        allowed);
  }
}

package org.sdptbench.harness.pretrain;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
   * @param namesPerCaption most nouns in one caption when all nouns are asked for
   */
  public record Validation(int every, int scenes, int namesPerCaption) {}

  /**
   * Reads a recipe.
   *
   * @throws IOException if it cannot be read; the message names the file, the place and the key
   */
  public static PretrainRecipe read(Path file) throws IOException {
    YAMLMapper mapper =
        YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();
    try {
      return mapper.readValue(Files.readString(file), PretrainRecipe.class);
    } catch (JsonMappingException e) {
      throw new IOException(
          "%s, line %d: %s"
              .formatted(
                  file,
                  e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                  e.getOriginalMessage()),
          e);
    }
  }

  /** Checks ranges. */
  public PretrainRecipe {
    require(shards >= 1 && shards <= 64, "shards is %d, allowed is 1 to 64", shards);
    require(crops.batch % shards == 0, "crops.batch is %d, no multiple of shards", crops.batch);
    require(
        objects.batch % shards == 0, "objects.batch is %d, no multiple of shards", objects.batch);
    require(scenes.batch % shards == 0, "scenes.batch is %d, no multiple of shards", scenes.batch);
    require(crops.side % 32 == 0, "crops.side is %d, allowed are multiples of 32", crops.side);
    require(
        scenes.leastNames >= 1 && scenes.leastNames <= scenes.mostNames,
        "scenes.leastNames is %d, allowed is 1 to mostNames",
        scenes.leastNames);
    require(saveEvery >= 1, "saveEvery is %d, allowed is 1 and more", saveEvery);
    require(
        validation.every >= 1, "validation.every is %d, allowed is 1 and more", validation.every);
  }

  private static void require(boolean condition, String message, int found) {
    if (!condition) {
      throw new IllegalArgumentException(message.formatted(found));
    }
  }
}

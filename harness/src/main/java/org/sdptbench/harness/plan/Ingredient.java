package org.sdptbench.harness.plan;

import java.util.Locale;
import org.sdptbench.harness.spec.Vocabulary;

/**
 * Something outside a cell's settings that determines its result, known by a digest.
 *
 * @param kind what it is
 * @param name its name in the catalog
 */
public record Ingredient(Kind kind, String name) {

  /** What an ingredient is. */
  public enum Kind {
    /** A data set that is trained on. */
    DATA,
    /** What tests read of a data set. */
    TEST,
    /** The frozen weights of a model. */
    WEIGHTS,
    /** The code of a method that is not this project's. */
    METHOD;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A data set that is trained on. */
  public static Ingredient data(String dataset) {
    return new Ingredient(Kind.DATA, dataset);
  }

  /** A data set that is only tested on. */
  public static Ingredient test(String dataset) {
    return new Ingredient(Kind.TEST, dataset);
  }

  /** The frozen weights of a model. */
  public static Ingredient weights(String model) {
    return new Ingredient(Kind.WEIGHTS, model);
  }

  /** The code of a method. */
  public static Ingredient method(String method) {
    return new Ingredient(Kind.METHOD, method);
  }

  /** How to get it onto this machine, for people. */
  public String remedy(Vocabulary vocabulary) {
    return switch (kind) {
      case DATA -> vocabulary.datasets().remedy(name);
      case TEST -> vocabulary.datasets().testRemedy(name);
      case WEIGHTS -> vocabulary.models().remedy(name);
      case METHOD -> "put its jar on the class path";
    };
  }

  /** Its key among the digests of cells and records: {@code data:coco}. */
  public String key() {
    return kind + ":" + name;
  }
}

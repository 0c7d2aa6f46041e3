package org.sdptbench.harness.spec;

/**
 * All names that a spec may use.
 *
 * @param methods the methods
 * @param datasets the data sets
 * @param models the backbones
 * @param recipe the settings of a recipe
 */
public record Vocabulary(
    MethodCatalog methods, DatasetCatalog datasets, ModelCatalog models, RecipeSettings recipe) {}

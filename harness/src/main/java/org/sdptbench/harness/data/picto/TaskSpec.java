package org.sdptbench.harness.data.picto;

import java.util.List;

/**
 * What a task looks like.
 *
 * @param name full name, e.g. {@code picto-odinw13/Aquarium}
 * @param train number of training images
 * @param validation number of validation images
 * @param test number of test images
 * @param style its rendering
 * @param bystanders ids of drawings that stand around without a label
 * @param mostBystanders how many of them at most per scene
 */
record TaskSpec(
    String name,
    int train,
    int validation,
    int test,
    Style style,
    List<String> bystanders,
    int mostBystanders) {

  int images(Split split) {
    return switch (split) {
      case TRAIN -> train;
      case VALIDATION -> validation;
      case TEST -> test;
    };
  }
}

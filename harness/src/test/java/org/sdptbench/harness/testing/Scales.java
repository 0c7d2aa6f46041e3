package org.sdptbench.harness.testing;

import java.io.IOException;
import java.nio.file.Path;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Scale;
import org.sdptbench.harness.spec.ScaleReader;
import org.sdptbench.harness.spec.Spec;
import org.sdptbench.harness.spec.SpecReader;
import org.sdptbench.harness.spec.Vocabulary;

/** A small scale, and specs for it. */
public final class Scales {
  /** Two tasks behind {@code odinw13}, one behind {@code old-task}. */
  public static final String SMALL =
      """
      name: small
      title: for tests
      meaning: Nothing; the numbers are invented.
      experiments: [tiny]
      models: {backbone: glip-mini}
      tasks:
        old-task: {data: [picto-coco], recipe: {steps: 40}}
        odinw13: {data: [picto-odinw13/Aquarium, picto-odinw13/Thermal]}
      recipe: {steps: 20, learningRate: 1e-3}
      methods:
        sdpt: {recipe: {learningRate: 0.2}}
      estimate: {secondsPerImage: 0.01, secondsPerCell: 2}
      """;

  private Scales() {}

  /** The scale. */
  public static Scale small(Vocabulary vocabulary) throws IOException, InvalidInputException {
    return new ScaleReader(vocabulary).parse("small.yaml", SMALL);
  }

  /** A spec of that scale. */
  public static Spec spec(Vocabulary vocabulary, String yaml)
      throws IOException, InvalidInputException {
    return new SpecReader(vocabulary, small(vocabulary)).parse("x.yaml", yaml);
  }

  /** The folder of the product's own specs. */
  public static Path experiments() {
    return Path.of(System.getProperty("sdptbench.root", "..")).resolve("experiments");
  }
}

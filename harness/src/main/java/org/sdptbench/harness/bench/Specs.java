package org.sdptbench.harness.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sdptbench.harness.catalog.Datasets;
import org.sdptbench.harness.catalog.Models;
import org.sdptbench.harness.catalog.ServiceMethods;
import org.sdptbench.harness.plan.Plan;
import org.sdptbench.harness.plan.Planner;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.RecipeSettings;
import org.sdptbench.harness.spec.Scale;
import org.sdptbench.harness.spec.ScaleReader;
import org.sdptbench.harness.spec.Spec;
import org.sdptbench.harness.spec.SpecReader;
import org.sdptbench.harness.spec.Vocabulary;

/** The specs of this copy of the program, at scale {@code mini}. */
final class Specs {
  private final Path folder =
      Path.of(System.getProperty("sdptbench.home", ".")).resolve("experiments");
  private final Vocabulary vocabulary;
  private final Scale scale;

  Specs() throws IOException, InvalidInputException {
    vocabulary =
        new Vocabulary(
            new ServiceMethods(),
            new Datasets(Optional.empty()),
            new Models(Optional.empty()),
            RecipeSettings.standard());
    scale = new ScaleReader(vocabulary).read(folder.resolve("scales/mini.yaml"));
  }

  /** Names of all that the scale runs. */
  List<String> all() {
    return scale.experiments();
  }

  /** Reads specs and plans them. */
  Plan plan(List<String> names) throws IOException, InvalidInputException {
    List<Path> files = names.stream().map(name -> folder.resolve(name + ".yaml")).toList();
    List<Spec> specs = new SpecReader(vocabulary, scale).read(files);
    return new Planner(vocabulary, scale).plan(specs);
  }
}

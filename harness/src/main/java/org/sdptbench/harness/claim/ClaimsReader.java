package org.sdptbench.harness.claim;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.plan.Planner;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Location;
import org.sdptbench.harness.spec.Problem;
import org.sdptbench.harness.spec.Problems;
import org.sdptbench.harness.spec.Scale;
import org.sdptbench.harness.spec.SchemaCheck;
import org.sdptbench.harness.spec.Spec;
import org.sdptbench.harness.spec.SpecReader;
import org.sdptbench.harness.spec.TaskNames;
import org.sdptbench.harness.spec.Vocabulary;
import org.sdptbench.harness.spec.YamlSource;
import org.sdptbench.reports.record.Claim;
import org.sdptbench.reports.record.RunRecord.Task;

/** Reads the claims that lie beside specs. */
public final class ClaimsReader {
  /** Name of the file in the folder of specs. */
  public static final String FILE = "claims.yaml";

  private static final String YAML = ".yaml";

  private final Path folder;
  private final Vocabulary vocabulary;
  private final Scale scale;
  private final SpecReader specs;
  private final Planner planner;
  private final SchemaCheck schema = new SchemaCheck("claims.schema.json");

  /**
   * A reader.
   *
   * @param folder the folder of the specs
   * @param vocabulary the names that specs may use
   * @param scale the roles that specs may use
   */
  public ClaimsReader(Path folder, Vocabulary vocabulary, Scale scale) {
    this.folder = folder;
    this.vocabulary = vocabulary;
    this.scale = scale;
    this.specs = new SpecReader(vocabulary, scale);
    this.planner = new Planner(vocabulary, scale);
  }

  /**
   * Reads the claims that are about some specs, in the order of the file. The others are checked
   * for their structure only.
   *
   * @param specs names of specs
   * @return the claims; none if there is no file
   * @throws InvalidInputException with all mistakes of the file
   * @throws IOException if the file or a spec cannot be read
   */
  public List<Claim> read(Collection<String> specs) throws IOException, InvalidInputException {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return List.of();
    }
    Problems problems = new Problems();
    Optional<YamlSource> source = YamlSource.read(file, problems);
    source.ifPresent(s -> schema.check(s, problems));
    problems.throwIfAny();
    YamlSource yaml = source.orElseThrow();
    checkIds(yaml, problems);
    List<String> known = specNames();
    Map<String, ClaimCheck> checks = new HashMap<>();
    List<Claim> claims = new ArrayList<>();
    JsonNode list = yaml.root().path("claims");
    for (int i = 0; i < list.size(); i++) {
      JsonPointer at = JsonPointer.compile("/claims").appendIndex(i);
      String name = list.get(i).path("spec").asText();
      if (!known.contains(name)) {
        problems.add(Problem.unknown(yaml.at(at.appendProperty("spec")), "spec", name, known));
        continue;
      }
      Optional<TestKind> kind = kind(yaml, at.appendProperty("test"), problems);
      if (kind.isPresent() && specs.contains(name)) {
        ClaimCheck check = checks.get(name);
        if (check == null) {
          check = check(name, yaml, problems);
          checks.put(name, check);
        }
        check.read(at, kind.get()).ifPresent(claims::add);
      }
    }
    problems.throwIfAny();
    return claims;
  }

  /** What claims about a spec may name, from the spec as it stands beside them. */
  private ClaimCheck check(String spec, YamlSource yaml, Problems problems)
      throws IOException, InvalidInputException {
    Spec read = specs.read(List.of(folder.resolve(spec + YAML))).get(0);
    TaskNames resolver = new TaskNames(scale.tasks(), vocabulary.datasets());
    List<String> trainedOn = planner.datasets(read);
    Stream<String> testedOn =
        read.alsoTestedOn().stream().map(resolver::resolve).flatMap(List::stream);
    return new ClaimCheck(
        yaml,
        problems,
        new ClaimCheck.Names(
            spec,
            planner.rows(read),
            tasks(trainedOn.stream()),
            tasks(Stream.concat(trainedOn.stream(), testedOn)),
            scale.name(),
            resolver));
  }

  private static List<Task> tasks(Stream<String> datasets) {
    return datasets.distinct().map(dataset -> Cell.task(dataset, 0)).toList();
  }

  private static void checkIds(YamlSource yaml, Problems problems) {
    Map<String, Location> seen = new HashMap<>();
    JsonNode list = yaml.root().path("claims");
    for (int i = 0; i < list.size(); i++) {
      String id = list.get(i).path("id").asText();
      Location where = yaml.at(JsonPointer.compile("/claims").appendIndex(i).appendProperty("id"));
      Location first = seen.putIfAbsent(id, where);
      if (first != null) {
        problems.add(
            Problem.of(where, "id '%s' again; line %s has it already".formatted(id, first.line())));
      }
    }
  }

  /** The kind of a test, if it is known and has the keys of that kind. */
  private static Optional<TestKind> kind(YamlSource yaml, JsonPointer test, Problems problems) {
    JsonNode node = yaml.root().at(test);
    String word = node.path("kind").asText();
    Optional<TestKind> kind = TestKind.called(word);
    if (kind.isEmpty()) {
      problems.add(
          Problem.unknown(
              yaml.at(test.appendProperty("kind")), "kind of test", word, TestKind.words()));
      return kind;
    }
    List<String> keys = kind.get().keys();
    boolean fits = true;
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!keys.contains(entry.getKey())) {
        fits = false;
        problems.add(
            Problem.unknown(
                yaml.keyAt(test.appendProperty(entry.getKey())),
                "key of " + word,
                entry.getKey(),
                keys));
      }
    }
    List<String> missing =
        Stream.concat(kind.get().required().stream(), rowKeys(kind.get(), node))
            .filter(key -> !node.has(key))
            .toList();
    for (String key : missing) {
      problems.add(
          Problem.of(
              yaml.keyAt(test),
              "missing key '%s' of %s".formatted(key, word),
              String.join(", ", keys)));
    }
    if (node.has("pairs") && (node.has("row") || node.has("than"))) {
      fits = false;
      problems.add(
          Problem.of(
              yaml.keyAt(test.appendProperty("pairs")),
              "pairs beside row and than",
              "either pairs, or row and than"));
    }
    return fits && missing.isEmpty() ? kind : Optional.empty();
  }

  private static Stream<String> rowKeys(TestKind kind, JsonNode test) {
    if (kind.rows() == TestKind.Rows.LIST) {
      return Stream.of("rows");
    }
    return test.has("pairs") ? Stream.of() : Stream.of("row", "than");
  }

  private List<String> specNames() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(YAML) && !name.equals(FILE))
          .map(name -> name.substring(0, name.length() - YAML.length()))
          .sorted()
          .toList();
    }
  }
}

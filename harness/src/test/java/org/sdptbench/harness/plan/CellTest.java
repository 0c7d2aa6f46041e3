package org.sdptbench.harness.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.harness.spec.Spec;
import org.sdptbench.harness.spec.Vocabulary;
import org.sdptbench.harness.testing.FakeVocabulary;
import org.sdptbench.harness.testing.Scales;
import org.sdptbench.reports.record.RunRecord;

class CellTest {
  private static final int NOW = Cell.PROTOCOL;

  private static Plan plan(String text) throws Exception {
    Vocabulary vocabulary = FakeVocabulary.create(false);
    Spec spec = Scales.spec(vocabulary, "name: x\ntitle: t\nquestion: q\n" + text);
    return new Planner(vocabulary, Scales.small(vocabulary)).plan(List.of(spec));
  }

  @Test
  void theIdDependsOnAllButTheLabel() throws Exception {
    Cell cell = plan("tasks: [odinw13/Aquarium]\nmethods: [sdpt]\n").cells().get(0);
    RunRecord.Method renamed =
        new RunRecord.Method("sdpt", "another label", cell.method().settings());
    TreeMap<String, Object> settings = new TreeMap<>(cell.method().settings());
    settings.put("k", 11L);
    TreeMap<String, Object> recipe = new TreeMap<>(cell.recipe());
    recipe.put("steps", 21L);
    TreeMap<String, String> digests = new TreeMap<>(cell.digests());
    digests.put("data:picto-odinw13/Aquarium", "altered");
    RunRecord.Task task = new RunRecord.Task("picto-odinw13", "Aquarium", 1);
    RunRecord.Method other = new RunRecord.Method("sdpt", "SDPT", settings);
    assertThat(
            new Cell("glip-mini", renamed, cell.task(), cell.recipe(), 0, cell.digests(), NOW).id())
        .isEqualTo(cell.id());
    Set<String> ids =
        List.of(
                cell,
                new Cell("glip-t", renamed, cell.task(), cell.recipe(), 0, cell.digests(), NOW),
                new Cell("glip-mini", other, cell.task(), cell.recipe(), 0, cell.digests(), NOW),
                new Cell("glip-mini", renamed, task, cell.recipe(), 0, cell.digests(), NOW),
                new Cell("glip-mini", renamed, cell.task(), recipe, 0, cell.digests(), NOW),
                new Cell("glip-mini", renamed, cell.task(), cell.recipe(), 1, cell.digests(), NOW),
                new Cell("glip-mini", renamed, cell.task(), cell.recipe(), 0, digests, NOW),
                new Cell(
                    "glip-mini", renamed, cell.task(), cell.recipe(), 0, cell.digests(), NOW + 1))
            .stream()
            .map(Cell::id)
            .collect(Collectors.toSet());
    assertThat(ids).hasSize(8).allMatch(id -> id.matches("[0-9a-f]{64}"));
  }

  /** A setting that was added later keeps quiet where it asks for what was done before. */
  @Test
  void aSettingThatWasAddedLaterLeavesIdsAsTheyWere() throws Exception {
    Cell cell = plan("tasks: [odinw13/Aquarium]\nmethods: [sdpt]\n").cells().get(0);
    TreeMap<String, Object> older = new TreeMap<>(cell.recipe());
    for (String setting :
        List.of("precision", "features", "regularisation", "emptyImages", "fewShotCopies")) {
      assertThat(older.remove(setting)).as(setting).isNotNull();
      TreeMap<String, Object> other = new TreeMap<>(cell.recipe());
      other.put(setting, setting.equals("emptyImages") ? "drop" : "glip");
      assertThat(withRecipe(cell, other).id()).as(setting).isNotEqualTo(cell.id());
    }
    assertThat(withRecipe(cell, older).id()).isEqualTo(cell.id());
  }

  private static Cell withRecipe(Cell cell, TreeMap<String, Object> recipe) {
    return new Cell(
        cell.model(), cell.method(), cell.task(), recipe, cell.seed(), cell.digests(), NOW);
  }

  /** A pinned id: whoever changes the canonical form makes every record of every user void. */
  @Test
  void theIdIsPinned() {
    Cell cell =
        new Cell(
            "glip-mini",
            new RunRecord.Method("full", "any", new TreeMap<>()),
            Cell.task("picto-coco", 0),
            new TreeMap<>(Map.of("learningRate", 1e-3, "steps", 5L)),
            3,
            new TreeMap<>(),
            1);
    assertThat(cell.canonical())
        .isEqualTo(
            "{\"digests\":{},\"method\":{\"name\":\"full\",\"settings\":{}},\"model\":\"glip-mini\","
                + "\"protocol\":1,\"recipe\":{\"learningRate\":0.001,\"steps\":5},\"seed\":3,"
                + "\"task\":{\"dataset\":\"picto-coco\",\"shots\":0,\"suite\":\"picto-coco\"}}");
    assertThat(cell.id())
        .isEqualTo("c3a915c03cee3451f6b2943bf09b1a3c8bbae72bf99e96f00135209435844463");
  }

  @Test
  void aCellSurvivesItsFile(@TempDir Path folder) throws Exception {
    Cell cell = plan("tasks: [odinw13/Aquarium]\nmethods: [lora]\nshots: [3]\n").cells().get(0);
    Path file = folder.resolve("deep/cell.json");
    new CellJson().write(cell, file);
    Cell back = new CellJson().read(file);
    assertThat(back).isEqualTo(cell);
    assertThat(back.id()).isEqualTo(cell.id());
    assertThat(file.getParent())
        .as("no temporary file is left")
        .isDirectoryContaining("glob:**/cell.json")
        .isDirectoryNotContaining("glob:**.tmp");
  }
}

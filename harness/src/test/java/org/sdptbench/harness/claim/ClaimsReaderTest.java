package org.sdptbench.harness.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Vocabulary;
import org.sdptbench.harness.testing.FakeVocabulary;
import org.sdptbench.harness.testing.Scales;
import org.sdptbench.reports.record.Claim;
import org.sdptbench.reports.record.ClaimTest.AtMost;
import org.sdptbench.reports.record.ClaimTest.BetterThan;
import org.sdptbench.reports.record.ClaimTest.BetterThanBefore;
import org.sdptbench.reports.record.ClaimTest.CheaperThan;
import org.sdptbench.reports.record.ClaimTest.Pair;
import org.sdptbench.reports.record.ClaimTest.ReturnsExactly;
import org.sdptbench.reports.record.CostQuantity;
import org.sdptbench.reports.record.RunRecord.Task;

/** The messages are golden: they are what a user sees. */
class ClaimsReaderTest {
  private static final Task OLD = new Task("picto-coco", "picto-coco", 0);
  private static final Task FISH = new Task("picto-odinw13", "Aquarium", 0);
  private static final Task WARM = new Task("picto-odinw13", "Thermal", 0);

  private final Vocabulary vocabulary = FakeVocabulary.create(false);
  private final Path folder;

  ClaimsReaderTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void writeSpec() throws Exception {
    Files.writeString(
        folder.resolve("tiny.yaml"),
        """
        name: tiny
        title: Tiny
        question: Why?
        tasks: [odinw13]
        alsoTestedOn: [old-task]
        methods:
          - zero-shot
          - {method: lora, label: LoRA}
          - {method: sdpt, label: "SDPT (k = 10)"}
        matrix: {product: {lora.rank: [4, 8]}}
        """);
    Files.writeString(
        folder.resolve("other.yaml"),
        "{name: other, title: t, question: q?, tasks: [old-task], methods: [full]}");
  }

  private static String claim(String id, String spec, String rest) {
    return """
          - id: %s
            statement: It is.
            source: abstract
            contradictedBy: it is not
            spec: %s
        %s
        """
        .formatted(id, spec, rest.indent(4).stripTrailing());
  }

  private List<Claim> read(String... claims) throws Exception {
    Files.writeString(folder.resolve(ClaimsReader.FILE), "claims:\n" + String.join("", claims));
    return new ClaimsReader(folder, vocabulary, Scales.small(vocabulary)).read(List.of("tiny"));
  }

  private String errors(String... claims) {
    InvalidInputException e = catchThrowableOfType(InvalidInputException.class, () -> read(claims));
    assertThat(e).as("the claims have mistakes").isNotNull();
    return String.valueOf(e.getMessage()).replace(folder + "/", "");
  }

  @Test
  void readsEveryKind() throws Exception {
    String sdpt = "SDPT (k = 10)";
    List<Claim> claims =
        read(
            claim(
                "a",
                "tiny",
                """
                tasks: [odinw13/Aquarium]
                test: {kind: better-than, row: SDPT (k = 10), than: ["LoRA, rank = 4", Zero-shot], metric: AP}
                """),
            claim(
                "b",
                "tiny",
                """
                test:
                  kind: better-than
                  pairs: [{row: SDPT (k = 10), than: Zero-shot}]
                  metric: AP50
                  testedOn: old-task
                """),
            claim(
                "c", "tiny", "test: {kind: better-than-before, rows: [SDPT (k = 10)], metric: AP}"),
            claim(
                "d",
                "tiny",
                "test: {kind: cheaper-than, row: SDPT (k = 10), than: [Zero-shot], cost:"
                    + " trainSeconds}"),
            claim("x", "other", "test: {kind: returns-exactly, rows: [not looked at]}"),
            claim(
                "e",
                "tiny",
                "test: {kind: at-most, rows: [SDPT (k = 10)], cost: trainableShare, limit: 4e-4}"),
            claim(
                "f",
                "tiny",
                "test: {kind: returns-exactly, rows: [SDPT (k = 10)], testedOn: old-task}"));
    assertThat(claims).extracting(Claim::id).containsExactly("a", "b", "c", "d", "e", "f");
    assertThat(claims)
        .extracting(Claim::test)
        .containsExactly(
            new BetterThan(
                List.of(new Pair(sdpt, "LoRA, rank = 4"), new Pair(sdpt, "Zero-shot")), "AP", null),
            new BetterThan(List.of(new Pair(sdpt, "Zero-shot")), "AP50", OLD),
            new BetterThanBefore(List.of(sdpt), "AP", null),
            new CheaperThan(List.of(new Pair(sdpt, "Zero-shot")), CostQuantity.TRAIN_SECONDS),
            new AtMost(List.of(sdpt), CostQuantity.TRAINABLE_SHARE, 4e-4),
            new ReturnsExactly(List.of(sdpt), OLD));
    assertThat(claims.get(0).tasks()).containsExactly(FISH);
    assertThat(claims.get(1).tasks()).containsExactly(FISH, WARM);
  }

  @Test
  void withoutAFileThereAreNoClaims() throws Exception {
    assertThat(new ClaimsReader(folder, vocabulary, Scales.small(vocabulary)).read(List.of("tiny")))
        .isEmpty();
  }

  @Test
  void allWrongNamesAreToldWithTheirPlaceAndTheNearestRightOne() {
    assertThat(
            errors(
                claim(
                    "a",
                    "tiny",
                    """
                    tasks: [odinw14, old-task]
                    test: {kind: better-than, row: SDPT (k = 11), than: ["LoRA, rank = 5", SDPT (k = 10)], metric: AP51, testedOn: odinw13}
                    """),
                claim("a", "tinny", "test: {kind: at-most, rows: [x], cost: y, limit: 1}"),
                claim(
                    "b",
                    "tiny",
                    "test: {kind: at-most, rows: [Zero-shot], cost: trainSeconds, limit: 1}"),
                claim(
                    "c",
                    "tiny",
                    "test: {kind: cheaper-than, pairs: [{row: Zero-shot, than: Zero-shot}], cost:"
                        + " trainableParameter}")))
        .isEqualTo(
            """
            claims.yaml:7:13: unknown task of scale small 'odinw14', did you mean 'odinw13'? Allowed: old-task, odinw13, odinw13/Aquarium, odinw13/Thermal, picto-odinw13, odinw, picto-coco, picto-lvis, coco, lvis, picto-odinw13/VOC, picto-odinw13/Aerial, picto-odinw13/Aquarium, picto-odinw13/Rabbits, picto-odinw13/EgoHands, picto-odinw13/Mushrooms, picto-odinw13/Packages, picto-odinw13/Raccoon, picto-odinw13/Shellfish, picto-odinw13/Vehicles, ... (36 in all)
            claims.yaml:7:22: 'old-task' is not among the tasks of tiny; allowed: picto-odinw13/Aquarium, picto-odinw13/Thermal
            claims.yaml:8:36: unknown row of tiny 'SDPT (k = 11)', did you mean 'SDPT (k = 10)'? Allowed: Zero-shot, LoRA, rank = 4, LoRA, rank = 8, SDPT (k = 10)
            claims.yaml:8:58: unknown row of tiny 'LoRA, rank = 5', did you mean 'LoRA, rank = 4'? Allowed: Zero-shot, LoRA, rank = 4, LoRA, rank = 8, SDPT (k = 10)
            claims.yaml:8:100: unknown metric 'AP51', did you mean 'AP50'? Allowed: AP, AP50, AP75, APs, APm, APl, APr, APc, APf, APbase, APnew, APh, AR, AR1, AR10, AR100, ARs, ARm, ARl, labelPrecision, ... (21 in all)
            claims.yaml:8:116: 'odinw13' is 2 data sets; allowed: the name of one
            claims.yaml:9:9: id 'a' again; line 2 has it already
            claims.yaml:13:11: unknown spec 'tinny', did you mean 'tiny'? Allowed: other, tiny
            claims.yaml:20:52: unknown cost of at-most 'trainSeconds'; allowed: trainableParameters, trainableShare, adapterBytes
            claims.yaml:26:63: row 'Zero-shot' against itself; allowed: LoRA, rank = 4, LoRA, rank = 8, SDPT (k = 10)
            claims.yaml:26:82: unknown cost of cheaper-than 'trainableParameter', did you mean 'trainableParameters'? Allowed: trainableParameters, trainableShare, adapterBytes, trainSeconds, inferenceSeconds, peakMemoryBytes
            11 problems, nothing has run.""");
  }

  @Test
  void theKeysOfAKindAreChecked() {
    assertThat(
            errors(
                claim("a", "tiny", "test: {kind: beter-than}"),
                claim("b", "tiny", "test: {kind: better-than, rows: [Zero-shot], limit: 1}"),
                claim(
                    "c",
                    "tiny",
                    "test: {kind: cheaper-than, row: Zero-shot, pairs: [{row: a, than: b}], cost:"
                        + " trainSeconds}")))
        .isEqualTo(
            """
            claims.yaml:7:18: unknown kind of test 'beter-than', did you mean 'better-than'? Allowed: better-than, better-than-before, cheaper-than, at-most, returns-exactly
            claims.yaml:13:5: missing key 'metric' of better-than; allowed: kind, row, than, pairs, metric, testedOn
            claims.yaml:13:5: missing key 'row' of better-than; allowed: kind, row, than, pairs, metric, testedOn
            claims.yaml:13:5: missing key 'than' of better-than; allowed: kind, row, than, pairs, metric, testedOn
            claims.yaml:13:31: unknown key of better-than 'rows', did you mean 'row'? Allowed: kind, row, than, pairs, metric, testedOn
            claims.yaml:13:50: unknown key of better-than 'limit'; allowed: kind, row, than, pairs, metric, testedOn
            claims.yaml:19:48: pairs beside row and than; allowed: either pairs, or row and than
            7 problems, nothing has run.""");
  }

  @Test
  void theStructureIsCheckedFirst() {
    assertThat(
            errors(
                """
                  - id: Wrong Id
                    statment: It is.
                    source: abstract
                    contradictedBy: it is not
                    spec: tiny
                    test: {kind: at-most, rows: [], cost: 3, limit: -1}
                """))
        .isEqualTo(
            """
            claims.yaml:2:5: missing key 'statement'; allowed: what is claimed, in one sentence
            claims.yaml:2:9: 'claims/0/id': found 'Wrong Id'; allowed: lower-case letters, digits and hyphens
            claims.yaml:3:5: unknown key 'statment', did you mean 'statement'? Allowed: id, statement, source, contradictedBy, spec, tasks, test
            claims.yaml:7:33: 'claims/0/test/rows': found an empty list; allowed: a list of different names
            claims.yaml:7:43: 'claims/0/test/cost': found 3; allowed: a cost such as trainableParameters or trainSeconds
            claims.yaml:7:53: 'claims/0/test/limit': found -1; allowed: the most that is allowed, a number of 0 or more
            6 problems, nothing has run.""");
  }
}

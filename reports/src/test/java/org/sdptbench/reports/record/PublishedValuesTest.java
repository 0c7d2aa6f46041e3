package org.sdptbench.reports.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PublishedValuesTest {

  private static final String HEADER =
      "method,model,task,split,prompts,shots,metric,value,spread,source\n";

  @Test
  void readsPointsAsFractionsAndShotsInWords() throws Exception {
    List<PublishedValue> values =
        PublishedValues.parse(
            "x.csv",
            HEADER
                + "full,GLIP-T,coco,,,all,AP,55.2,,\"a, b\"\r\n"
                + "full,GLIP-T,odinw,,names,3,AP,54.9,0.3,c\n"
                + "zero-shot,GLIP-T,coco,test,written,none,AP,46.6,,d\n");
    assertThat(values)
        .containsExactly(
            new PublishedValue("full", "GLIP-T", "coco", 0, "AP", 0.552, null, "a, b"),
            new PublishedValue(
                "full", "GLIP-T", "odinw", null, "names", 3, "AP", 0.549, 0.003, "c"),
            new PublishedValue(
                "zero-shot", "GLIP-T", "coco", "test", "written", null, "AP", 0.466, null, "d"));
    assertThat(values.get(2).comparesWith(5)).isTrue();
    assertThat(values.get(1).comparesWith(5)).isFalse();
  }

  @Test
  void namesEveryMistakeWithLineColumnFoundAndAllowed() {
    String text =
        HEADER
            + "full,GLIP-T,coco,dev,,all,AQ,105,x,s\n"
            + "full,\"GLIP\nT\", coco,,,many,AP,-1,,s\n"
            + "full,GLIP-T,coco\n"
            + "full,GLIP-T,coco,,,all,AP,50,,\n"
            + "a,m,t,,,1,AP,1,,s\n"
            + "a,m,t,,,1,AP,2,,s\n";
    assertThatThrownBy(() -> PublishedValues.parse("x.csv", text))
        .isInstanceOf(RecordFormatException.class)
        .hasMessageContaining("x.csv:2: column 7 (metric): found 'AQ'; allowed: AP, AP50")
        .hasMessageContaining(
            "x.csv:2: column 8 (value): found '105'; allowed: points from 0 to 100")
        .hasMessageContaining(
            "x.csv:2: column 4 (split): found 'dev'; allowed: test, validation, unknown, nothing")
        .hasMessageContaining("x.csv:2: column 9 (spread): found 'x'")
        .hasMessageContaining(
            "x.csv:3: column 3 (task): found ' coco'; allowed: a task of 1 to 300")
        .hasMessageContaining(
            "x.csv:3: column 6 (shots): found 'many'; allowed: a number from 1 to 1000, all, none")
        .hasMessageContaining("x.csv:3: column 8 (value): found '-1'")
        .hasMessageContaining("x.csv:5: column 1 (method): found 3 fields; allowed: 10")
        .hasMessageContaining("x.csv:6: column 10 (source): found ''")
        .hasMessageContaining("x.csv:8: column 1 (method): found the values of line 7 again");
  }

  @Test
  void refusesAnotherHeaderAnEmptyFileAndWhatIsNoCsv() {
    refuses(
        "method,model,data,split,prompts,shots,metric,value,spread,source\n",
        "column 3 (task): found 'data'");
    refuses(
        "method,model,task,split,prompts,shots,metric,value,spread\n",
        "column 10 (source): found nothing");
    refuses("", "x.csv:1: column 1 (method): found nothing; allowed: the header method,model");
    refuses(HEADER + "\"full\n", "x.csv: not CSV");
    refuses(HEADER + "\"a\"b,m,t,,,1,AP,1,,s\n", "x.csv: not CSV");
  }

  /** The means over the 13 data sets are published too, so that a slip of the pen shows. */
  @Test
  void ourFileAgreesWithThePublishedMeans() throws Exception {
    Path file = Path.of("../experiments/paper-values.csv");
    assertThat(file).isRegularFile();
    List<PublishedValue> values = PublishedValues.read(file);
    Map<String, Double> means =
        values.stream()
            .filter(v -> v.task().startsWith("odinw/"))
            .collect(
                Collectors.groupingBy(
                    v -> v.method() + v.model() + v.prompts() + v.shots(),
                    Collectors.averagingDouble(PublishedValue::value)));
    List<PublishedValue> published =
        values.stream()
            .filter(v -> v.task().equals("odinw"))
            .filter(v -> means.containsKey(v.method() + v.model() + v.prompts() + v.shots()))
            .toList();
    assertThat(published).hasSize(9);
    for (PublishedValue value : published) {
      assertThat(value.value())
          .as(value.toString())
          .isCloseTo(
              means.get(value.method() + value.model() + value.prompts() + value.shots()),
              within(0.0005));
    }
    assertThat(Files.size(file)).isLessThan(64_000);
  }

  private static void refuses(String text, String reason) {
    assertThatThrownBy(() -> PublishedValues.parse("x.csv", text))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(reason);
  }
}

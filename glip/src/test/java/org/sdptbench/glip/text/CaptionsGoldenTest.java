package org.sdptbench.glip.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sdptbench.glip.golden.GoldenKind;

class CaptionsGoldenTest {
  private static final int MAX_TOKENS = 256;

  private static Tokenizer tokenizer;

  @BeforeAll
  static void open() throws IOException {
    tokenizer = Tokenizer.bertBaseUncased();
  }

  @AfterAll
  static void close() {
    tokenizer.close();
  }

  static Stream<JsonNode> captions() {
    return GoldenKind.CAPTIONS.documents().stream()
        .flatMap(document -> StreamSupport.stream(document.json().spliterator(), false))
        .filter(entry -> entry.has("caption"));
  }

  @ParameterizedTest
  @MethodSource("captions")
  void tokensAndPositivesAgree(JsonNode golden) {
    List<String> names = new ArrayList<>();
    golden.get("names").forEach(name -> names.add(name.textValue()));
    Caption caption = new Captions(tokenizer, MAX_TOKENS).of(names);
    assertThat(caption.text()).isEqualTo(golden.get("caption").textValue());
    assertThat(caption.tokens()).isEqualTo(golden.get("length").intValue());
    List<Integer> padded = integers(golden.get("input_ids"));
    while (padded.size() < MAX_TOKENS) {
      padded.add(0);
    }
    assertThat(caption.ids()).isEqualTo(padded);

    for (int i = 0; i < names.size(); i++) {
      CharSpan span = caption.spans().get(i);
      assertThat(caption.text().substring(span.begin(), span.end()))
          .isEqualTo(golden.get("cleaned").get(i).textValue());
      String label = golden.get("labels").get(i).asText();
      assertThat(caption.positiveMap().positions().get(i))
          .as(names.get(i))
          .isEqualTo(integers(golden.get("label_to_tokens").get(label)));
    }

    List<Token> tokens = tokenizer.encode(caption.text());
    for (int i = 0; i < tokens.size(); i++) {
      CharSpan span = tokens.get(i).span();
      assertThat(tokens.get(i).piece()).isEqualTo(golden.get("tokens").get(i).textValue());
      assertThat(span == null ? List.of(0, 0) : List.of(span.begin(), span.end()))
          .isEqualTo(integers(golden.get("char_offsets").get(i)));
    }
  }

  private static List<Integer> integers(JsonNode array) {
    List<Integer> values = new ArrayList<>();
    array.forEach(value -> values.add(value.intValue()));
    return values;
  }
}

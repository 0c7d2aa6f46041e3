package org.sdptbench.glip.bench;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.sdptbench.glip.text.Caption;
import org.sdptbench.glip.text.Captions;
import org.sdptbench.glip.text.ClassPrompt;
import org.sdptbench.glip.text.Token;
import org.sdptbench.glip.text.Tokenizer;

/**
 * What does it cost to write captions?
 *
 * <p>A caption is tokenized once as a whole. To divide many classes into captions that fit, each
 * class is tokenized by itself as well, class by class: LVIS has 1203 of them, here are 400.
 *
 * <p>Checked first: words by themselves have the tokens that they have side by side.
 */
@State(Scope.Benchmark)
public class TokenizerBenchmark {
  private static final int CLASSES = 400;
  private static final List<String> WORDS =
      List.of("fish", "traffic light", "stingray", "potted plant", "skateboard", "hair drier");

  private final List<ClassPrompt> classes =
      IntStream.range(0, CLASSES)
          .mapToObj(i -> ClassPrompt.of(WORDS.get(i % WORDS.size())))
          .toList();
  private final String text =
      String.join(". ", classes.stream().limit(40).map(ClassPrompt::text).toList());
  private Tokenizer tokenizer;
  private Captions captions;

  /** Reads the vocabulary. */
  @Setup
  public void setUp() throws IOException {
    tokenizer = Tokenizer.bertBaseUncased();
    captions = new Captions(tokenizer, 256);
    List<Token> together = tokenizer.encode(String.join(" ", WORDS));
    int apart = WORDS.stream().mapToInt(word -> tokenizer.encode(word).size() - 2).sum();
    if (together.size() - 2 != apart) {
      throw new IllegalStateException("words have other tokens side by side");
    }
  }

  /** Gives the vocabulary back. */
  @TearDown
  public void close() {
    tokenizer.close();
  }

  /** Tokens of a caption of 40 classes. */
  @Benchmark
  public List<Token> tokens() {
    return tokenizer.encode(text);
  }

  /** Captions of all classes, 40 in each. */
  @Benchmark
  public List<Caption> chunks() {
    return captions.chunks(classes, 40);
  }
}

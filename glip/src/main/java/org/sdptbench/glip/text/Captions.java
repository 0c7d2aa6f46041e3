package org.sdptbench.glip.text;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Writes captions as GLIP does ({@code create_queries_and_maps}, engine/inference.py): prompts in
 * the caller's order, joined by ". ", no period at the end.
 */
public final class Captions {
  private static final String SEPARATOR = ". ";
  private static final int PRINTED = 60;

  private final Tokenizer tokenizer;
  private final int maxTokens;
  private final int frame;
  private final int separator;

  /**
   * A writer of captions.
   *
   * @param tokenizer stays the caller's to close
   * @param maxTokens length to which captions are padded, [CLS] and [SEP] included
   */
  public Captions(Tokenizer tokenizer, int maxTokens) {
    this.tokenizer = tokenizer;
    this.maxTokens = maxTokens;
    this.frame = tokenizer.encode("").size();
    this.separator = count(SEPARATOR);
  }

  /**
   * A caption of cleaned class names.
   *
   * @throws IllegalArgumentException as {@link #ofPrompts}
   */
  public Caption of(List<String> classNames) {
    return ofPrompts(classNames.stream().map(ClassPrompt::of).toList());
  }

  /**
   * A caption of prompts.
   *
   * @throws IllegalArgumentException if there is no class, if the tokens are too many, or if a name
   *     leaves no token, such as one of control characters
   */
  public Caption ofPrompts(List<ClassPrompt> prompts) {
    if (prompts.isEmpty()) {
      throw new IllegalArgumentException("a caption needs at least one class");
    }
    StringBuilder text = new StringBuilder();
    List<CharSpan> spans = new ArrayList<>();
    for (ClassPrompt prompt : prompts) {
      if (!spans.isEmpty()) {
        text.append(SEPARATOR);
      }
      int begin = text.length() + prompt.prefix().length();
      spans.add(new CharSpan(begin, begin + prompt.name().length()));
      text.append(prompt.text());
    }
    List<Token> tokens = tokenizer.encode(text.toString());
    if (tokens.size() > maxTokens) {
      throw tooMany(prompts, tokens.size());
    }
    List<List<Integer>> positions = new ArrayList<>();
    for (int c = 0; c < spans.size(); c++) {
      positions.add(positions(tokens, spans.get(c), prompts.get(c)));
    }
    return new Caption(
            text.toString(),
            spans,
            tokens.stream().map(Token::id).toList(),
            tokens.size(),
            new PositiveMap(positions, tokens.size()))
        .paddedTo(maxTokens);
  }

  /**
   * Captions that together hold all classes in order, each as many as fit. GLIP evaluates LVIS so,
   * 40 classes at a time.
   *
   * @param atMost most classes in one caption
   * @throws IllegalArgumentException if one class alone does not fit, or as {@link #ofPrompts}
   */
  public List<Caption> chunks(List<ClassPrompt> prompts, int atMost) {
    List<Caption> chunks = new ArrayList<>();
    List<ClassPrompt> rest = prompts;
    while (!rest.isEmpty()) {
      int count = Math.min(atMost, fitting(rest));
      if (atMost < 1) {
        throw new IllegalArgumentException(
            "a chunk needs at least one class, allowed are " + atMost);
      } else if (count < 1) {
        throw tooMany(rest, 0);
      }
      chunks.add(ofPrompts(rest.subList(0, count)));
      rest = rest.subList(count, rest.size());
    }
    return chunks;
  }

  /**
   * How many tokens a caption of one prompt alone takes.
   *
   * @throws IllegalArgumentException if the name leaves no token
   */
  public int tokensOf(ClassPrompt prompt) {
    List<Token> tokens = tokenizer.encode(prompt.text());
    int begin = prompt.prefix().length();
    positions(tokens, new CharSpan(begin, begin + prompt.name().length()), prompt);
    return tokens.size();
  }

  private IllegalArgumentException tooMany(List<ClassPrompt> prompts, int tokens) {
    int fitting = fitting(prompts);
    if (fitting > 0) {
      return new IllegalArgumentException(
          "a caption of %s classes takes %s tokens, allowed are %s: the first %s classes fit"
              .formatted(prompts.size(), tokens, maxTokens, fitting));
    }
    String first = prompts.get(0).text();
    return new IllegalArgumentException(
        "class '%s' alone takes %s tokens, allowed are %s"
            .formatted(
                first.length() <= PRINTED ? first : first.substring(0, PRINTED) + "...",
                count(first) + frame,
                maxTokens));
  }

  /**
   * How many of the first prompts fit together, in this order or another: the separator keeps words
   * apart, so that their tokens add up.
   */
  public int fitting(List<ClassPrompt> prompts) {
    int total = frame - separator;
    for (int i = 0; i < prompts.size(); i++) {
      total += separator + count(prompts.get(i).text());
      if (total > maxTokens) {
        return i;
      }
    }
    return prompts.size();
  }

  private int count(String text) {
    return tokenizer.encode(text).size() - frame;
  }

  /** The tokens from the first to the last that cover a name. */
  private static List<Integer> positions(List<Token> tokens, CharSpan span, ClassPrompt prompt) {
    // A name may begin or end with up to two characters that belong to no token, such as the space
    // that cleaning "bow_(weapon)" leaves.
    OptionalInt first = firstToken(tokens, span.begin(), 1);
    OptionalInt last = firstToken(tokens, span.end() - 1, -1);
    if (first.isEmpty() || last.isEmpty() || first.getAsInt() > last.getAsInt()) {
      throw new IllegalArgumentException(
          "class '%s' leaves no token in the caption".formatted(prompt.name()));
    }
    List<Integer> positions = new ArrayList<>();
    for (int i = first.getAsInt(); i <= last.getAsInt(); i++) {
      positions.add(i);
    }
    return positions;
  }

  private static OptionalInt firstToken(List<Token> tokens, int character, int direction) {
    for (int tried = 0; tried < 3; tried++) {
      for (int i = 0; i < tokens.size(); i++) {
        CharSpan span = tokens.get(i).span();
        if (span != null && span.contains(character + tried * direction)) {
          return OptionalInt.of(i);
        }
      }
    }
    return OptionalInt.empty();
  }
}

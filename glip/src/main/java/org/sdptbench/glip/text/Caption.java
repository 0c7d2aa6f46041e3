package org.sdptbench.glip.text;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.sdptbench.glip.tensor.Ops;

/**
 * The text that asks a detector for classes.
 *
 * @param text the classes' prompts, joined by ". "
 * @param spans where each class's name stands in the text
 * @param ids token ids, padded with 0
 * @param tokens number of tokens without padding, [CLS] and [SEP] included
 * @param positiveMap which tokens stand for which class
 */
public record Caption(
    String text, List<CharSpan> spans, List<Integer> ids, int tokens, PositiveMap positiveMap) {
  /** Defensive copies. */
  public Caption {
    spans = List.copyOf(spans);
    ids = List.copyOf(ids);
  }

  /**
   * The same caption with less or more padding. What tokens and image features become does not
   * depend on it, so a batch may be cut to its longest caption.
   *
   * @throws IllegalArgumentException if the tokens do not fit
   */
  public Caption paddedTo(int length) {
    if (length < tokens) {
      throw new IllegalArgumentException(
          "a caption of %s tokens does not fit in %s".formatted(tokens, length));
    }
    List<Integer> padded = new ArrayList<>(ids.subList(0, tokens));
    padded.addAll(Collections.nCopies(length - tokens, Tokenizer.PADDING));
    return new Caption(
        text, spans, padded, tokens, new PositiveMap(positiveMap.positions(), length));
  }

  /** Number of classes. */
  public int classes() {
    return spans.size();
  }

  /** Token ids of captions of one length as int64 [B, L], for {@link Bert#forward}. */
  public static NDArray ids(List<Caption> captions) {
    int length = length(captions);
    long[] ids = new long[captions.size() * length];
    for (int b = 0; b < captions.size(); b++) {
      for (int i = 0; i < length; i++) {
        ids[b * length + i] = captions.get(b).ids.get(i);
      }
    }
    return Ops.of(ids, captions.size(), length);
  }

  /** 1 for tokens, [CLS] and [SEP] included, and 0 for padding, as int64 [B, L]. */
  public static NDArray mask(List<Caption> captions) {
    int length = length(captions);
    long[] mask = new long[captions.size() * length];
    for (int b = 0; b < captions.size(); b++) {
      for (int i = 0; i < captions.get(b).tokens; i++) {
        mask[b * length + i] = 1;
      }
    }
    return Ops.of(mask, captions.size(), length);
  }

  private static int length(List<Caption> captions) {
    List<Integer> lengths = captions.stream().map(c -> c.ids.size()).distinct().toList();
    if (lengths.size() != 1) {
      throw new IllegalArgumentException("captions of one batch have one length, found " + lengths);
    }
    return lengths.get(0);
  }
}

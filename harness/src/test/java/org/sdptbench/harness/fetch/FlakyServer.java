package org.sdptbench.harness.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A server of this machine that serves files and misbehaves as told. */
final class FlakyServer implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final List<String> ranges = new ArrayList<>();
  private final List<Behaviour> next = new ArrayList<>();

  /** What a request gets. */
  enum Behaviour {
    SERVES,
    BREAKS_OFF_IN_THE_MIDDLE,
    ANSWERS_503,
    ANSWERS_404,
    ANSWERS_416,
    REDIRECTS,
    IGNORES_RANGES,
    SENDS_MORE_THAN_IT_SAYS
  }

  FlakyServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  URI address(String path) {
    return URI.create("http://127.0.0.1:%s/%s".formatted(server.getAddress().getPort(), path));
  }

  void put(String path, byte[] content) {
    files.put(path, content);
  }

  /** The following requests, one each; after them files are served. */
  void then(Behaviour... behaviours) {
    next.addAll(Arrays.asList(behaviours));
  }

  /** The Range headers of all requests so far; "-" for none. */
  synchronized List<String> ranges() {
    return List.copyOf(ranges);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    ranges.add(range == null ? "-" : range);
    Behaviour behaviour = next.isEmpty() ? Behaviour.SERVES : next.remove(0);
    String path = exchange.getRequestURI().getPath().substring(1).replaceFirst("^moved/", "");
    byte[] content = files.get(path);
    try (exchange) {
      switch (behaviour) {
        case ANSWERS_503 -> exchange.sendResponseHeaders(503, -1);
        case ANSWERS_404 -> exchange.sendResponseHeaders(404, -1);
        case ANSWERS_416 -> exchange.sendResponseHeaders(416, -1);
        case REDIRECTS -> {
          exchange.getResponseHeaders().add("Location", "/moved/" + path);
          exchange.sendResponseHeaders(302, -1);
        }
        default -> {
          if (content == null) {
            exchange.sendResponseHeaders(404, -1);
            return;
          }
          boolean partial = range != null && behaviour != Behaviour.IGNORES_RANGES;
          int from = partial ? Integer.parseInt(range.replaceAll("\\D", "")) : 0;
          if (from >= content.length) {
            exchange.sendResponseHeaders(416, -1);
            return;
          }
          int length = content.length - from;
          exchange.getResponseHeaders().add("ETag", "\"one\"");
          exchange.sendResponseHeaders(
              partial ? 206 : 200, behaviour == Behaviour.SENDS_MORE_THAN_IT_SAYS ? 0 : length);
          OutputStream out = exchange.getResponseBody();
          out.write(
              content, from, behaviour == Behaviour.BREAKS_OFF_IN_THE_MIDDLE ? length / 2 : length);
          if (behaviour == Behaviour.SENDS_MORE_THAN_IT_SAYS) {
            out.write(content);
          }
        }
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

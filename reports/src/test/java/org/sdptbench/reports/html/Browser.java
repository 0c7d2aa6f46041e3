package org.sdptbench.reports.html;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The machine's Chromium without a screen, with its console and its network recorded. */
final class Browser implements AutoCloseable {

  /** Warns of every Chromium newer than itself that it cannot use a protocol not used here. */
  private static final Logger PROTOCOLS = Logger.getLogger("org.openqa.selenium.devtools");

  private final ChromeDriver driver;

  private Browser(Path chromium, Path chromedriver, Path profile) {
    PROTOCOLS.setLevel(Level.SEVERE);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.toFile());
    // Test machines run as root in a container, where Chromium's own sandbox cannot start.
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--force-device-scale-factor=1",
        "--window-size=1280,900",
        "--user-data-dir=" + profile);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(chromedriver.toFile())
            .usingAnyFreePort()
            .build();
    driver = new ChromeDriver(service, options);
    // What the page of a new tab loads is not ours.
    driver.get("about:blank");
    driver.manage().logs().get(LogType.PERFORMANCE);
    driver.manage().logs().get(LogType.BROWSER);
  }

  /** Starts the browser; nothing where there is none, or no driver for it. */
  static Optional<Browser> start(Path profile) {
    Optional<Path> chromium =
        Stream.of("chromium", "chromium-browser", "google-chrome")
            .flatMap(name -> onPath(name).stream())
            .findFirst();
    Optional<Path> chromedriver = onPath("chromedriver");
    return chromium.isPresent() && chromedriver.isPresent()
        ? Optional.of(new Browser(chromium.get(), chromedriver.get(), profile))
        : Optional.empty();
  }

  private static Optional<Path> onPath(String name) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  ChromeDriver driver() {
    return driver;
  }

  /** What the console has shown since the last call. */
  List<String> console() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::toString)
        .toList();
  }

  /** The addresses asked for since the last call. */
  List<String> requests() throws JsonProcessingException {
    List<String> addresses = new ArrayList<>();
    for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE).getAll()) {
      JsonNode event = new ObjectMapper().readTree(entry.getMessage()).path("message");
      if (event.path("method").asText().equals("Network.requestWillBeSent")) {
        addresses.add(event.path("params").path("request").path("url").asText());
      }
    }
    return addresses;
  }

  @Override
  public void close() {
    driver.quit();
  }
}

package dev.maxdiff.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import dev.maxdiff.broker.paper.faults.InjectedFaultFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;

class ConsoleLogTest {

  private static final String FILE = "logback.configurationFile";

  private final LoggerContext context = new LoggerContext();

  @AfterEach
  void forgetFile() {
    System.clearProperty(FILE);
    context.stop();
  }

  @Test
  void logbackFindsItAndNoOtherConfigurator() {
    assertThat(ServiceLoader.load(Configurator.class)).hasExactlyElementsOfTypes(ConsoleLog.class);
    assertThat(new ConsoleLog().configure(context))
        .isEqualTo(ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);
  }

  @Test
  void anOperatorsOwnFileIsLeftToLogback(@TempDir Path folder) throws IOException {
    Path mine = Files.writeString(folder.resolve("mine.xml"), "<configuration/>");
    System.setProperty(FILE, mine.toString());

    assertThat(new ConsoleLog().configure(context)).isEqualTo(ExecutionStatus.INVOKE_NEXT_IF_ANY);
    assertThat(context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders()).isExhausted();
  }

  /** Otherwise Logback would show the debug lines of every library. */
  @Test
  void aMissingFileCountsAsNone(@TempDir Path folder) {
    System.setProperty(FILE, folder.resolve("missing.xml").toString());

    assertThat(new ConsoleLog().configure(context))
        .isEqualTo(ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);
  }

  @ParameterizedTest
  @CsvSource({
    "dev.maxdiff.Main, INFO",
    "akka.actor.Actor, WARN",
    "akka.io.TcpListener, OFF",
    "org.h2, WARN"
  })
  void levelsAreThoseOfTheLogFile(String logger, String expected) {
    new ConsoleLog().configure(context);

    assertThat(context.getLogger(logger).getEffectiveLevel()).hasToString(expected);
  }

  @Test
  void theConsoleShowsWarningsInOneLineWithoutTheirStackTrace() {
    new ConsoleLog().configure(context);
    var console =
        (QueuedAppender) context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders().next();

    assertThat(console.getCopyOfAttachedFiltersList())
        .hasAtLeastOneElementOfType(InjectedFaultFilter.class);

    assertThat(console.getFilterChainDecision(event(Level.INFO))).isEqualTo(FilterReply.DENY);
    assertThat(console.getFilterChainDecision(event(Level.WARN))).isNotEqualTo(FilterReply.DENY);
    byte[] line = ConsoleLog.encoder(context).encode(event(Level.WARN));
    assertThat(new String(line)).matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} WARN  words\\R");
  }

  private LoggingEvent event(Level level) {
    return new LoggingEvent(
        "here",
        context.getLogger("dev.maxdiff.Main"),
        level,
        "words",
        new IllegalStateException("broken"),
        null);
  }
}

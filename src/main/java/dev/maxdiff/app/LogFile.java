package dev.maxdiff.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import dev.maxdiff.state.OwnerOnly;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.LoggerFactory;

/** The runtime's log file: all lines from INFO on, with stack traces. */
final class LogFile implements AutoCloseable {

  private static final Duration LAST_LINES = Duration.ofSeconds(1);
  private static final String NAME = "runtime.log";
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0} [%thread] %mdc %msg%n";

  private final QueuedAppender queue; // null = the file cannot be written

  private LogFile(QueuedAppender queue) {
    this.queue = queue;
  }

  /**
   * Appends all further lines to {@code folder/runtime.log}; a failure is logged to the console.
   */
  static LogFile open(Path folder, boolean verbose) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    if (verbose) {
      context.getLogger("dev.maxdiff").setLevel(Level.DEBUG);
    }
    try {
      OwnerOnly.create(folder.resolve(NAME));
      return new LogFile(append(context, folder.resolve(NAME)));
    } catch (IOException e) {
      LoggerFactory.getLogger(LogFile.class)
          .warn(
              "{}: {} (expected: a writable file); the log goes to the console only",
              folder.resolve(NAME),
              e.toString());
      return new LogFile(null);
    }
  }

  /** Waits up to 1 s until the waiting lines are written. */
  @Override
  public void close() {
    try {
      if (queue != null && !queue.drain(LAST_LINES)) {
        LoggerFactory.getLogger(LogFile.class).warn("{}: its last lines are not written", NAME);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static QueuedAppender append(LoggerContext context, Path file) {
    FileAppender<ILoggingEvent> appender = new FileAppender<>();
    appender.setContext(context);
    appender.setName(NAME);
    appender.setEncoder(encoder(context, PATTERN));
    appender.setFile(file.toString());
    appender.start();
    QueuedAppender queue = new QueuedAppender(appender);
    queue.setContext(context);
    queue.start();
    context.getLogger("ROOT").addAppender(queue);
    return queue;
  }

  static PatternLayoutEncoder encoder(LoggerContext context, String pattern) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(pattern);
    encoder.start();
    return encoder;
  }
}

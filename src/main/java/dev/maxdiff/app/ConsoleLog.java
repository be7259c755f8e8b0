package dev.maxdiff.app;

import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import dev.maxdiff.broker.paper.faults.InjectedFaultFilter;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.net.MalformedURLException;
import java.net.URL;
import org.slf4j.Logger;

/**
 * Configures Logback: the console shows the warnings and errors of the log, one line each. Commands
 * print runtime events themselves; the log file has all lines from INFO on.
 *
 * <p>Logback finds this class as a service. A {@code logback.xml} would load some six hundred
 * classes in every runtime. The {@code logback.xml} or the configurator of an embedding program
 * takes precedence.
 */
@ConfiguratorRank(ConfiguratorRank.FALLBACK)
public final class ConsoleLog extends ContextAwareBase implements Configurator {

  private static final String PATTERN = "%d{HH:mm:ss.SSS} %-5level %msg%nopex%n";

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    if (isConfiguredElsewhere()) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    context.getStatusManager().add(new NopStatusListener());
    // the component that binds a port reports that the port is in use
    context.getLogger("akka.io.TcpListener").setLevel(Level.OFF);
    context.getLogger("dev.maxdiff").setLevel(Level.INFO);
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(console(context));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** Returns whether Logback finds a configuration file; a missing file counts as none. */
  private static boolean isConfiguredElsewhere() {
    String name = System.getProperty(ClassicConstants.CONFIG_FILE_PROPERTY);
    return name != null && (isUrl(name) || isResource(name) || new File(name).isFile())
        || isResource(ClassicConstants.TEST_AUTOCONFIG_FILE)
        || isResource(ClassicConstants.AUTOCONFIG_FILE);
  }

  private static boolean isUrl(String name) {
    try {
      return new URL(name).getProtocol() != null;
    } catch (MalformedURLException e) {
      return false;
    }
  }

  private static boolean isResource(String name) {
    return LoggerContext.class.getClassLoader().getResource(name) != null;
  }

  private static QueuedAppender console(LoggerContext context) {
    QueuedAppender queue = new QueuedAppender(standardError(context));
    queue.setContext(context);
    queue.addFilter(warnings());
    queue.addFilter(new InjectedFaultFilter());
    queue.start();
    return queue;
  }

  /**
   * Has a stream of its own: whoever prints to a blocked {@code System.err} holds its lock. A print
   * stream goes on after a failed write; the appender would write no line any more.
   */
  private static OutputStreamAppender<ILoggingEvent> standardError(LoggerContext context) {
    OutputStreamAppender<ILoggingEvent> console = new OutputStreamAppender<>();
    console.setContext(context);
    console.setName("STDERR");
    console.setEncoder(encoder(context));
    console.setOutputStream(new PrintStream(new FileOutputStream(FileDescriptor.err), true));
    console.start();
    return console;
  }

  static PatternLayoutEncoder encoder(LoggerContext context) {
    return LogFile.encoder(context, PATTERN);
  }

  private static ThresholdFilter warnings() {
    ThresholdFilter filter = new ThresholdFilter();
    filter.setLevel(Level.WARN.toString());
    filter.start();
    return filter;
  }
}

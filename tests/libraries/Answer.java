import java.time.Duration;
import java.util.Properties;
import java.util.Scanner;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * Asks Kafka's own client whether it starts with some settings.
 *
 * Reads cases from standard input, one a line: the role, then key=value, with tabs between. Writes one line for each: the
 * error of the library, or an empty line where the client was made. No broker is needed: none is waited for.
 */
class Answer {
    public static void main(String[] arguments) {
        Scanner lines = new Scanner(System.in, "UTF-8");
        while (lines.hasNextLine()) {
            String[] parts = lines.nextLine().split("\t", -1);
            Properties settings = new Properties();
            for (int at = 1; at < parts.length; at++) {
                String[] pair = parts[at].split("=", 2);
                settings.setProperty(pair[0], pair[1]);
            }
            // Names are looked up when a client is made, and there may be no network.
            settings.setProperty("bootstrap.servers", "127.0.0.1:1");
            System.out.println(answer(parts[0], settings));
        }
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private static String answer(String role, Properties settings) {
        try {
            switch (role) {
                case "producer" -> new KafkaProducer<>(settings).close(Duration.ZERO);
                case "consumer" -> new KafkaConsumer<>(settings).close(Duration.ZERO);
                default -> AdminClient.create(settings).close(Duration.ZERO);
            }
            return "";
        } catch (Throwable error) {
            Throwable cause = error;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            return (cause.getClass().getSimpleName() + ": " + cause.getMessage()).replace('\n', ' ');
        }
    }
}

import java.util.HashMap;
import java.util.Map;
import java.util.Scanner;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.runtime.SinkConnectorConfig;
import org.apache.kafka.connect.runtime.SourceConnectorConfig;

/**
 * Asks Kafka Connect whether it takes some settings of a connector.
 *
 * Reads cases from standard input, one a line: source or sink, then key=value, with tabs between. Writes one line for each:
 * the error of Kafka Connect, or an empty line.
 */
class Connect {
    public static void main(String[] arguments) {
        Scanner lines = new Scanner(System.in, "UTF-8");
        while (lines.hasNextLine()) {
            String[] parts = lines.nextLine().split("\t", -1);
            Map<String, String> settings = new HashMap<>();
            for (int at = 1; at < parts.length; at++) {
                String[] pair = parts[at].split("=", 2);
                settings.put(pair[0], pair[1]);
            }
            System.out.println(answer(parts[0].equals("sink"), settings));
        }
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private static String answer(boolean isSink, Map<String, String> settings) {
        try {
            ConfigDef known = isSink ? SinkConnectorConfig.configDef() : SourceConnectorConfig.configDef();
            for (ConfigValue value : known.validate(settings)) {
                if (!value.errorMessages().isEmpty()) {
                    return value.errorMessages().get(0).replace('\n', ' ');
                }
            }
            if (isSink) {
                SinkConnectorConfig.validate(settings);
            }
            return "";
        } catch (Exception error) {
            return (error.getClass().getSimpleName() + ": " + error.getMessage()).replace('\n', ' ');
        }
    }
}

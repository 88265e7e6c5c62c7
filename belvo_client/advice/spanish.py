"""Consejos en español: código → qué significa, qué hacer."""

SPANISH: dict[str, tuple[str, str]] = {
    # Intentarlo más tarde.
    "ACCESS_TOKEN_NOT_VALID": (
        "El token de acceso del widget ya se usó o tiene más de diez minutos.",
        "Abre el widget de nuevo; recibe un token nuevo.",
    ),
    "connection_failed": (
        "Falló la conexión con Belvo.",
        "Revisa la red y la URL base, y vuelve a intentarlo.",
    ),
    "institution_down": (
        "La institución está caída en este momento.",
        "Vuelve a intentarlo dentro de una hora.",
    ),
    "institution_unavailable": (
        "No se puede llegar a la institución en este momento.",
        "Vuelve a intentarlo dentro de una hora.",
    ),
    "link_refreshed": (
        "El link se actualizó en los últimos diez minutos.",
        "Espera lo que dice el mensaje y actualiza de nuevo.",
    ),
    "rate_limited": (
        "Demasiadas llamadas en poco tiempo, o una llamada que el firewall de Belvo no deja pasar.",
        "Espera medio minuto. Si continúa, compara la llamada con la descripción de la API de Belvo.",
    ),
    "request_timeout": (
        "La institución tardó más de cinco minutos.",
        "Vuelve a intentarlo más tarde, con un período más corto si se puede elegir.",
    ),
    "server_failed": (
        "Belvo falló.",
        "Vuelve a intentarlo más tarde. Si continúa, envía el ID de la solicitud al soporte de Belvo.",
    ),
    "service_unavailable": (
        "Belvo no está disponible en este momento.",
        "Vuelve a intentarlo en unos minutos.",
    ),
    "timed_out": ("Belvo no respondió a tiempo.", "Vuelve a intentarlo más tarde."),
    "too_many_sessions": (
        "La persona tiene otra sesión abierta en la institución.",
        "Pídele que la cierre, espera dos minutos y vuelve a intentarlo.",
    ),
    "unexpected_error": (
        "Ocurrió algo inesperado en Belvo o en la institución.",
        "Inténtalo hasta tres veces. Si continúa, envía el ID de la solicitud al soporte de Belvo.",
    ),
    "unreadable_answer": (
        "La respuesta no es la que promete la descripción de la API de Belvo, o es demasiado grande.",
        "Comprueba que la URL base lleva a Belvo y que nada intermedio cambia las respuestas, y vuelve a intentarlo.",
    ),
    "unknown/retriable": ("No funcionó en este momento.", "Vuelve a intentarlo más tarde."),
    # La persona tiene que actuar.
    "access_denied": ("La persona no compartió sus datos en el banco.", "Empieza de nuevo si quería hacerlo."),
    "consent_expired": (
        "El consentimiento de la persona ha terminado.",
        "Envíele My Belvo Portal, donde puede renovarlo.",
    ),
    "consent_without_accounts": (
        "El consentimiento de la persona no comparte ninguna cuenta.",
        "Pídele que conecte de nuevo y elija al menos una cuenta en el banco.",
    ),
    "expired_credentials": (
        "Belvo ya no guarda las credenciales de este link.",
        "Pide a la persona que las ingrese de nuevo en el modo de actualización.",
    ),
    "invalid_credentials": (
        "Las credenciales del link dejaron de funcionar.",
        "Pide a la persona que las ingrese de nuevo en el modo de actualización.",
    ),
    "invalid_link": (
        "Las credenciales del link dejaron de funcionar y Belvo ya no lo usa.",
        "Pide a la persona que lo repare en el modo de actualización; conserva su ID.",
    ),
    "login_error": (
        "La institución no aceptó las credenciales.",
        "Pide a la persona que las compruebe en la institución. No lo repitas: seis fallos bloquean la cuenta.",
    ),
    "login_error/forbidden": (
        "La institución no permite usar esta cuenta aquí.",
        "Pide a la persona que solicite el acceso en línea a la institución.",
    ),
    "login_error/locked": (
        "La institución bloqueó la cuenta de la persona.",
        "Pide a la persona que contacte a la institución. No intentes nada antes.",
    ),
    "login_error/missing": (
        "La institución pide credenciales que faltan.",
        "Pide a la persona que complete todos los campos del formulario.",
    ),
    "login_error/not_attempted": (
        "Belvo no intentó entrar porque estas credenciales ya fallaron.",
        "Pide a la persona que ingrese otras en el modo de actualización.",
    ),
    "login_error/token_unsupported": (
        "La institución pide un token de una forma que Belvo no admite.",
        "Pide a la persona que elija otro tipo de token en la institución, o prescinde de esta cuenta.",
    ),
    "login_error/unexpected": (
        "No se pudo entrar en la institución y nadie dijo por qué.",
        "Pide a la persona que entre en la institución directamente e inténtalo una vez más.",
    ),
    "openfinance_consent_about_to_expire": (
        "El consentimiento de la persona termina pronto.",
        "Envíele My Belvo Portal, para que lo renueve antes de ese día.",
    ),
    "openfinance_consent_expired": (
        "El consentimiento de la persona en Open Finance ha terminado.",
        "Envíele My Belvo Portal: allí puede renovarlo.",
    ),
    "session_expired": (
        "El token llegó tarde o ya se había usado.",
        "Empieza de nuevo y pide a la persona un token reciente antes de diez minutos.",
    ),
    "session_expired_ob": (
        "La sesión con el banco terminó.",
        "Empieza de nuevo; la página del banco debe abrirse antes de un minuto.",
    ),
    "token_required": (
        "La institución pide a la persona un token de un solo uso.",
        "Pídele que lo ingrese en el modo de actualización, o reanuda la llamada con él.",
    ),
    "unconfirmed_link": (
        "El link quedó a medias: no se ingresó su token.",
        "Complétalo con un token, o bórralo y conecta de nuevo.",
    ),
    "unknown/needs_user": (
        "La persona tiene que hacer algo primero.",
        "Pídele que abra el link en el modo de actualización.",
    ),
    # Repetirlo no cambia nada.
    "access_to_production_denied": (
        "Estas claves no pueden usar producción.",
        "Usa las claves de este entorno, o pide a Belvo acceso a producción.",
    ),
    "access_to_resource_denied": (
        "Estas claves no pueden usar este recurso.",
        "Pide a Belvo que active el recurso en tu cuenta.",
    ),
    "activation_failed": ("La activación falló.", "Pregunta al soporte de Belvo con el ID de la solicitud."),
    "activation_required": (
        "Este producto debe activarse primero.",
        "Completa la activación que indica el mensaje.",
    ),
    "authentication_failed": (
        "Las claves no son de este entorno.",
        "Revisa el ID secreto y la contraseña; cada entorno tiene los suyos.",
    ),
    "bad_argument": ("Lo que se pidió no se puede enviar.", "Corrige lo que indica el mensaje."),
    "bad_filter": ("El filtro no existe o no admite ese valor.", "Corrige lo que indica el mensaje."),
    "bad_webhook": ("Llegó un webhook que no es un objeto JSON.", "Comprueba quién envía a esta dirección."),
    "blank": ("Un campo está vacío.", "Completa el campo que indica el mensaje."),
    "deferred": (
        "Belvo lo obtiene en segundo plano.",
        "Espera el webhook con el mismo ID de solicitud; no lo pidas otra vez.",
    ),
    "does_not_exist": ("Un campo nombra algo que no existe.", "Corrige el campo que indica el mensaje."),
    "duplicated": (
        "La persona ya está conectada a esta institución.",
        "Usa el link que existe, o repáralo en el modo de actualización.",
    ),
    "foreign_answer": (
        "La respuesta trata de otro link u objeto, no del que se pidió.",
        "No se guardó nada de ella. Si persiste, revisa qué hay entre nosotros y Belvo y escribe a su soporte.",
    ),
    "institution_disabled": ("La institución está desactivada en el widget.", "Elige otra institución."),
    "institution_inactive": (
        "Belvo desactivó la institución.",
        "Elige otra, o pregunta a Belvo cuándo vuelve.",
    ),
    "invalid": (
        "Un campo tiene una forma incorrecta.",
        "Corrige el campo que indica el mensaje; las fechas son AAAA-MM-DD.",
    ),
    "invalid_choice": ("Un campo tiene un valor que no está entre sus opciones.", "Elige una que indique el mensaje."),
    "invalid_credentials_storage": (
        "Un link recurrente debe guardar sus credenciales.",
        "Guárdalas, o haz el link único.",
    ),
    "invalid_fetch_resources": (
        "Un link único que no guarda credenciales debe decir qué obtener.",
        "Nombra los recursos que se obtendrán.",
    ),
    "invalid_period": (
        "El período es demasiado corto o demasiado largo.",
        "Elige otro; los ingresos necesitan al menos 90 días.",
    ),
    "max_decimal_places": ("Un número tiene demasiados decimales.", "Redondea el número que indica el mensaje."),
    "max_digits": ("Un número tiene demasiados dígitos.", "Corrige el número que indica el mensaje."),
    "method_not_allowed": (
        "Esto no se puede hacer con este recurso.",
        "Compara la llamada con la documentación de Belvo.",
    ),
    "min_value": ("Un número es demasiado pequeño.", "Corrige el número que indica el mensaje."),
    "not_a_list": ("Un campo necesita una lista.", "Envía una lista en el campo que indica el mensaje."),
    "not_found": (
        "No existe tal objeto, o no para estas claves.",
        "Revisa el ID y el entorno; el sandbox se vacía el primer día de cada mes.",
    ),
    "not_offered": ("Este recurso no puede hacer eso.", "Usa lo que indica el mensaje."),
    "null": ("Un campo está vacío.", "Completa el campo que indica el mensaje."),
    "operational_limits_reached": (
        "Se agotaron las llamadas de este mes para esta persona en este banco.",
        "Usa lo que está guardado; el banco responde de nuevo el próximo mes.",
    ),
    "paging_broken": (
        "Una lista vuelve atrás, lleva a otra parte o no termina, y puede estar incompleta.",
        "Lee la lista de nuevo. Si continúa, envía su dirección al soporte de Belvo.",
    ),
    "parse_error": ("La solicitud no es JSON.", "Corrige el programa que la envió."),
    "permission_denied": (
        "Estas claves no pueden hacer esto.",
        "Pregunta a quien administra tus claves en Belvo.",
    ),
    "redirected": ("La dirección responde con otra dirección.", "Corrige la URL base."),
    "request_refused": (
        "Belvo rechazó la solicitud.",
        "Lee el mensaje; envía el ID de la solicitud al soporte de Belvo.",
    ),
    "required": ("Falta un campo.", "Da el campo que indica el mensaje."),
    "unavailable_data": (
        "La institución no tiene esos datos de esta persona.",
        "Elige otro recurso o período.",
    ),
    "unsupported_operation": (
        "La institución no ofrece esto.",
        "Consulta qué recursos tiene la institución y prescinde de este.",
    ),
    "validation_error": (
        "Las credenciales no tienen la forma que pide la institución.",
        "Corrígelas como dice el formulario de la institución.",
    ),
    "unknown/fatal": (
        "Belvo lo rechazó por una razón desconocida aquí.",
        "Envía el ID de la solicitud al soporte de Belvo.",
    ),
}

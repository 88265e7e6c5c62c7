"""Conselhos em português: código → o que significa, o que fazer."""

PORTUGUESE: dict[str, tuple[str, str]] = {
    # Tentar mais tarde.
    "ACCESS_TOKEN_NOT_VALID": (
        "O token de acesso do widget já foi usado ou tem mais de dez minutos.",
        "Abra o widget de novo; ele recebe um token novo.",
    ),
    "connection_failed": (
        "A conexão com a Belvo falhou.",
        "Verifique a rede e a URL base e tente de novo.",
    ),
    "institution_down": (
        "A instituição está fora do ar no momento.",
        "Tente de novo em cerca de uma hora.",
    ),
    "institution_unavailable": (
        "Não é possível chegar à instituição no momento.",
        "Tente de novo em cerca de uma hora.",
    ),
    "link_refreshed": (
        "O link foi atualizado nos últimos dez minutos.",
        "Espere o tempo que a mensagem diz e atualize de novo.",
    ),
    "rate_limited": (
        "Chamadas demais em pouco tempo, ou uma chamada que o firewall da Belvo não deixa passar.",
        "Espere meio minuto. Se continuar, compare a chamada com a descrição da API da Belvo.",
    ),
    "request_timeout": (
        "A instituição demorou mais de cinco minutos.",
        "Tente de novo mais tarde, com um período menor se for possível escolher.",
    ),
    "server_failed": (
        "A Belvo falhou.",
        "Tente de novo mais tarde. Se continuar, envie o ID da solicitação ao suporte da Belvo.",
    ),
    "service_unavailable": (
        "A Belvo não está disponível no momento.",
        "Tente de novo em alguns minutos.",
    ),
    "timed_out": ("A Belvo não respondeu a tempo.", "Tente de novo mais tarde."),
    "too_many_sessions": (
        "A pessoa tem outra sessão aberta na instituição.",
        "Peça que ela saia, espere dois minutos e tente de novo.",
    ),
    "unexpected_error": (
        "Algo inesperado aconteceu na Belvo ou na instituição.",
        "Tente até três vezes. Se continuar, envie o ID da solicitação ao suporte da Belvo.",
    ),
    "unreadable_answer": (
        "A resposta não é a que a descrição da API da Belvo promete, ou é grande demais.",
        "Verifique se a URL base leva à Belvo e se nada no caminho altera as respostas, e tente de novo.",
    ),
    "unknown/retriable": ("Não funcionou no momento.", "Tente de novo mais tarde."),
    # A pessoa precisa agir.
    "access_denied": ("A pessoa não compartilhou seus dados no banco.", "Comece de novo se ela queria fazê-lo."),
    "consent_expired": (
        "O consentimento da pessoa terminou.",
        "Envie à pessoa o Meu Portal Belvo, onde ela o renova.",
    ),
    "consent_without_accounts": (
        "O consentimento da pessoa não compartilha nenhuma conta.",
        "Peça que ela conecte de novo e escolha ao menos uma conta no banco.",
    ),
    "expired_credentials": (
        "A Belvo não guarda mais as credenciais deste link.",
        "Peça à pessoa que as informe de novo no modo de atualização.",
    ),
    "invalid_credentials": (
        "As credenciais do link deixaram de funcionar.",
        "Peça à pessoa que as informe de novo no modo de atualização.",
    ),
    "invalid_link": (
        "As credenciais do link deixaram de funcionar e a Belvo não o usa mais.",
        "Peça à pessoa que o repare no modo de atualização; ele mantém o seu ID.",
    ),
    "login_error": (
        "A instituição não aceitou as credenciais.",
        "Peça à pessoa que as confira na instituição. Não repita: seis falhas bloqueiam a conta.",
    ),
    "login_error/forbidden": (
        "A instituição não permite usar esta conta aqui.",
        "Peça à pessoa que solicite o acesso on-line à instituição.",
    ),
    "login_error/locked": (
        "A instituição bloqueou a conta da pessoa.",
        "Peça à pessoa que fale com a instituição. Não tente nada antes disso.",
    ),
    "login_error/missing": (
        "A instituição pede credenciais que faltam.",
        "Peça à pessoa que preencha todos os campos do formulário.",
    ),
    "login_error/not_attempted": (
        "A Belvo não tentou entrar porque estas credenciais já falharam.",
        "Peça à pessoa que informe outras no modo de atualização.",
    ),
    "login_error/token_unsupported": (
        "A instituição pede um token de uma forma que a Belvo não aceita.",
        "Peça à pessoa que escolha outro tipo de token na instituição, ou deixe esta conta de fora.",
    ),
    "login_error/unexpected": (
        "Não foi possível entrar na instituição e ninguém disse por quê.",
        "Peça à pessoa que entre na própria instituição e tente mais uma vez.",
    ),
    "openfinance_consent_about_to_expire": (
        "O consentimento da pessoa termina em breve.",
        "Envie à pessoa o Meu Portal Belvo, para que o renove antes desse dia.",
    ),
    "openfinance_consent_expired": (
        "O consentimento da pessoa no Open Finance terminou.",
        "Envie à pessoa o Meu Portal Belvo: lá ela o renova.",
    ),
    "session_expired": (
        "O token chegou tarde ou já tinha sido usado.",
        "Comece de novo e peça à pessoa um token recente em até dez minutos.",
    ),
    "session_expired_ob": (
        "A sessão com o banco terminou.",
        "Comece de novo; a página do banco deve ser aberta em até um minuto.",
    ),
    "token_required": (
        "A instituição pede à pessoa um token de uso único.",
        "Peça que ela o informe no modo de atualização, ou retome a chamada com ele.",
    ),
    "unconfirmed_link": (
        "O link ficou pela metade: o token não foi informado.",
        "Conclua com um token, ou apague-o e conecte de novo.",
    ),
    "unknown/needs_user": (
        "A pessoa precisa fazer algo primeiro.",
        "Peça que ela abra o link no modo de atualização.",
    ),
    # Repetir não muda nada.
    "access_to_production_denied": (
        "Estas chaves não podem usar produção.",
        "Use as chaves deste ambiente, ou peça à Belvo acesso à produção.",
    ),
    "access_to_resource_denied": (
        "Estas chaves não podem usar este recurso.",
        "Peça à Belvo que ative o recurso na sua conta.",
    ),
    "activation_failed": ("A ativação falhou.", "Pergunte ao suporte da Belvo com o ID da solicitação."),
    "activation_required": (
        "Este produto precisa ser ativado primeiro.",
        "Conclua a ativação que a mensagem indica.",
    ),
    "authentication_failed": (
        "As chaves não são deste ambiente.",
        "Confira o ID secreto e a senha; cada ambiente tem os seus.",
    ),
    "bad_argument": ("O que foi pedido não pode ser enviado.", "Corrija o que a mensagem indica."),
    "bad_filter": ("O filtro não existe ou não aceita esse valor.", "Corrija o que a mensagem indica."),
    "bad_webhook": ("Chegou um webhook que não é um objeto JSON.", "Verifique quem envia a este endereço."),
    "blank": ("Um campo está vazio.", "Preencha o campo que a mensagem indica."),
    "deferred": (
        "A Belvo busca isto em segundo plano.",
        "Espere o webhook com o mesmo ID de solicitação; não peça de novo.",
    ),
    "does_not_exist": ("Um campo cita algo que não existe.", "Corrija o campo que a mensagem indica."),
    "duplicated": (
        "A pessoa já está conectada a esta instituição.",
        "Use o link que existe, ou repare-o no modo de atualização.",
    ),
    "foreign_answer": (
        "A resposta trata de outro link ou objeto, não do que foi pedido.",
        "Nada dela foi guardado. Se persistir, verifique o que há entre nós e a Belvo e fale com o suporte dela.",
    ),
    "institution_disabled": ("A instituição está desativada no widget.", "Escolha outra instituição."),
    "institution_inactive": (
        "A Belvo desativou a instituição.",
        "Escolha outra, ou pergunte à Belvo quando ela volta.",
    ),
    "invalid": (
        "Um campo tem uma forma incorreta.",
        "Corrija o campo que a mensagem indica; as datas são AAAA-MM-DD.",
    ),
    "invalid_choice": ("Um campo tem um valor fora das suas opções.", "Escolha uma que a mensagem indique."),
    "invalid_credentials_storage": (
        "Um link recorrente precisa guardar as suas credenciais.",
        "Guarde-as, ou faça o link único.",
    ),
    "invalid_fetch_resources": (
        "Um link único que não guarda credenciais precisa dizer o que buscar.",
        "Informe os recursos a buscar.",
    ),
    "invalid_period": (
        "O período é curto demais ou longo demais.",
        "Escolha outro; as rendas precisam de ao menos 90 dias.",
    ),
    "max_decimal_places": ("Um número tem casas decimais demais.", "Arredonde o número que a mensagem indica."),
    "max_digits": ("Um número tem dígitos demais.", "Corrija o número que a mensagem indica."),
    "method_not_allowed": (
        "Isto não pode ser feito com este recurso.",
        "Compare a chamada com a documentação da Belvo.",
    ),
    "min_value": ("Um número é pequeno demais.", "Corrija o número que a mensagem indica."),
    "not_a_list": ("Um campo precisa de uma lista.", "Envie uma lista no campo que a mensagem indica."),
    "not_found": (
        "Não existe tal objeto, ou não para estas chaves.",
        "Confira o ID e o ambiente; o sandbox é esvaziado no primeiro dia de cada mês.",
    ),
    "not_offered": ("Este recurso não pode fazer isso.", "Use o que a mensagem indica."),
    "null": ("Um campo está vazio.", "Preencha o campo que a mensagem indica."),
    "operational_limits_reached": (
        "As chamadas deste mês para esta pessoa neste banco acabaram.",
        "Use o que está guardado; o banco volta a responder no próximo mês.",
    ),
    "paging_broken": (
        "Uma lista volta atrás, leva a outro lugar ou não termina, e pode estar incompleta.",
        "Leia a lista de novo. Se continuar, envie o endereço dela ao suporte da Belvo.",
    ),
    "parse_error": ("A solicitação não é JSON.", "Corrija o programa que a enviou."),
    "permission_denied": (
        "Estas chaves não podem fazer isto.",
        "Pergunte a quem administra as suas chaves na Belvo.",
    ),
    "redirected": ("O endereço responde com outro endereço.", "Corrija a URL base."),
    "request_refused": (
        "A Belvo recusou a solicitação.",
        "Leia a mensagem; envie o ID da solicitação ao suporte da Belvo.",
    ),
    "required": ("Falta um campo.", "Informe o campo que a mensagem indica."),
    "unavailable_data": (
        "A instituição não tem esses dados desta pessoa.",
        "Escolha outro recurso ou período.",
    ),
    "unsupported_operation": (
        "A instituição não oferece isto.",
        "Veja quais recursos a instituição tem e deixe este de fora.",
    ),
    "validation_error": (
        "As credenciais não têm a forma que a instituição pede.",
        "Corrija-as como diz o formulário da instituição.",
    ),
    "unknown/fatal": (
        "A Belvo recusou isto por um motivo desconhecido aqui.",
        "Envie o ID da solicitação ao suporte da Belvo.",
    ),
}
